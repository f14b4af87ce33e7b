"""The trainer's pages of records: look for one, change it, convert, merge, delete, bring back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request

from apps.practice_org import ids, quoting
from apps.practice_org.live import LiveOrg
from apps.practice_org.practice import changes, facts, people, shell
from apps.practice_org.refusals import Refusal
from apps.practice_org.schema.field import Field
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.storage import fetch_dicts

SHOWN = ("Name", "Email", "Company", "Title", "Subject", "Status", "StageName", "Username", "Label")
MOST = 50
FIXED = frozenset({"Id", "SystemModstamp", "CreatedDate", "LastModifiedDate"})


def show_list(live: LiveOrg, request: Request) -> Mapping[str, Any]:
    sobject = changes.find(live, request.query_params.get("object", "Lead"))
    wanted = request.query_params.get("q", "").strip()
    columns = [name for name in SHOWN if sobject.has(name)]
    return {
        "chosen": sobject.name,
        "choices": facts.COUNTED,
        "q": wanted,
        "columns": columns,
        "has_bin": sobject.has("IsDeleted"),
        "rows": _found(live, sobject, columns, wanted),
        "most": MOST,
    }


def show_one(live: LiveOrg, request: Request) -> Mapping[str, Any]:
    sobject, record = _record(live, request)
    fields = [one for one in sobject.fields if one.is_stored]
    return {
        "chosen": sobject.name,
        "record": record,
        "title": record.get("Name") or record.get("Subject") or record["Id"],
        "fields": [(one, record.get(one.name), one.name not in FIXED) for one in fields],
        "can_merge": sobject.has("MasterRecordId"),
        "can_convert": sobject.name == "Lead" and not record.get("IsConverted"),
        "is_deleted": bool(record.get("IsDeleted")),
    }


def act(live: LiveOrg, request: Request, form: FormData) -> str:
    sobject, record = _record(live, request)
    action = str(form["action"])
    if action == "save":
        changed = _changed(sobject, record, form)
        changes.change(live, sobject.name, record["Id"], changed)
        return f"Saved: {', '.join(changed) or 'nothing was different'}."
    if action == "delete":
        changes.delete(live, sobject.name, record["Id"])
        return "Deleted. It can be brought back."
    if action == "undelete":
        changes.undelete(live, sobject.name, record["Id"])
        return "It is back."
    if action == "convert":
        made = people.convert(live, record["Id"])
        return f"Converted to contact {made['ContactId']} of account {made['AccountId']}."
    if action == "merge":
        loser = changes.full_id(str(form.get("loser", "")).strip())
        people.merge(live, sobject.name, record["Id"], [loser])
        return f"{loser} was merged into this record."
    raise Refusal("INVALID_FIELD", f"unknown action {action}")


def _changed(sobject: SObject, record: dict[str, Any], form: FormData) -> dict[str, Any]:
    """A box that is not ticked is not sent at all."""
    changed: dict[str, Any] = {}
    for field in sobject.fields:
        if not field.is_stored or field.name in FIXED:
            continue
        if field.type == "boolean":
            value: Any = field.name in form
        elif field.name in form:
            value = str(form[field.name])
        else:
            continue
        if value != _typed(field, record.get(field.name)):
            changed[field.name] = value if value != "" else None
    return changed


def _typed(field: Field, value: Any) -> Any:
    """As the form shows it."""
    if field.type == "boolean":
        return bool(value)
    return "" if value is None else str(value).replace("\r\n", "\n").replace("\n", "\r\n")


def _found(live: LiveOrg, sobject: SObject, columns: list[str], wanted: str) -> list[dict[str, Any]]:
    """By id, or by a part of what is shown; the latest first."""
    texts = [f"{quoting.name(name)} ILIKE ?" for name in columns]
    full = ids.full(wanted)
    where, values = "", []
    if full:
        where, values = 'WHERE "Id" = ?', [full]
    elif wanted and texts:
        where, values = f"WHERE {' OR '.join(texts)}", [f"%{wanted}%"] * len(texts)
    order = 'ORDER BY "SystemModstamp" DESC' if sobject.has("SystemModstamp") else ""
    with live.storage.reading() as cursor:
        statement = f"SELECT * FROM {quoting.name(sobject.name)} {where} {order} LIMIT {MOST}"
        return fetch_dicts(cursor, statement, values)


def _record(live: LiveOrg, request: Request) -> tuple[SObject, dict[str, Any]]:
    sobject = changes.find(live, request.path_params["object"])
    key = changes.full_id(request.path_params["record_id"])
    with live.storage.reading() as cursor:
        found = fetch_dicts(cursor, f'SELECT * FROM {quoting.name(sobject.name)} WHERE "Id" = ?', [key])
    if not found:
        raise Refusal("NOT_FOUND", "There is no such record.")
    return sobject, found[0]


records_page = shell.page("records.html", show_list)
record_page = shell.page("record.html", show_one, act)
