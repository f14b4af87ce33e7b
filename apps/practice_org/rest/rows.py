"""One record at a time: create, read, change, delete, and the same by an external id."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from apps.practice_org import ids, rights
from apps.practice_org.incoming import Unreadable
from apps.practice_org.keys import key_field, matching, put
from apps.practice_org.refusals import Refusal, not_found
from apps.practice_org.rest import places, writers
from apps.practice_org.schema.field import Field
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.soql import compiling, records
from apps.practice_org.web.call import Call
from apps.practice_org.web.reply import Reply
from apps.practice_org.writing import Writer

FLAG_FROM = 46.0  # the version that tells whether an upsert created


def create(call: Call, name: str) -> Reply:
    sobject, given = call.sobject(name), call.json_object()
    with _written(call) as writer:
        key = writer.create(sobject, given)
    return Reply({"id": key, "success": True, "errors": []}, 201, _location(call, sobject, key))


def read(call: Call, name: str, key: str) -> Reply:
    sobject, record_id = call.sobject(name), _id(key)
    listed = _asked(call, sobject)
    rights.refresh(call.live, sobject.name)
    statement = f"SELECT {listed} FROM {sobject.name} WHERE Id = '{record_id}'"
    compiled = compiling.compile_query(statement, call.view, deleted=True)
    with writers.reading(call) as writer:
        writer.existing(sobject, record_id)
        rows = writer.cursor.execute(compiled.sql).fetchall()
    if not rows:
        raise not_found()
    return Reply(records.records(compiled, rows, call.version)[0])


def update(call: Call, name: str, key: str) -> Reply:
    sobject, given = call.sobject(name), call.json_object()
    _require_absent(given, "Id")
    with _written(call) as writer:
        writer.update(sobject, _id(key), given)
    return Reply(None, 204)


def delete(call: Call, name: str, key: str) -> Reply:
    sobject = call.sobject(name)
    with writers.opened(call) as writer:
        writer.delete(sobject, _id(key))
    return Reply(None, 204)


def read_by(call: Call, name: str, field: str, value: str) -> Reply:
    found = _matching(call, name, field, value)
    return read(call, name, found[0]) if len(found) == 1 else _several(call, call.sobject(name), found)


def delete_by(call: Call, name: str, field: str, value: str) -> Reply:
    found = _matching(call, name, field, value)
    return delete(call, name, found[0]) if len(found) == 1 else _several(call, call.sobject(name), found)


def upsert(call: Call, name: str, field: str, value: str) -> Reply:
    """201 for a new record; 200 with created false from 46.0 on, 204 before; 300 when several match."""
    sobject, given = call.sobject(name), call.json_object()
    by = key_field(sobject, field)
    for one in {"Id", by.name}:
        _require_absent(given, one)
    with _written(call) as writer:
        found = matching(writer.cursor, sobject, by, value)
        if len(found) > 1:
            return _several(call, sobject, found)
        key = put(writer, sobject, by, value, found, given)
    return _upserted(call, sobject, key, created=not found)


def _upserted(call: Call, sobject: SObject, key: str, *, created: bool) -> Reply:
    has_flag = float(call.version) >= FLAG_FROM
    if not created and not has_flag:
        return Reply(None, 204)
    flag: dict[str, Any] = {"created": created} if has_flag else {}
    body = {"id": key, "success": True, "errors": [], **flag}
    return Reply(body, 201 if created else 200, _location(call, sobject, key) if created else {})


def _matching(call: Call, name: str, field: str, value: str) -> list[str]:
    sobject = call.sobject(name)
    by: Field = key_field(sobject, field)
    with call.live.storage.reading() as cursor:
        found = matching(cursor, sobject, by, value)
    if not found:
        raise not_found()
    return found


@contextlib.contextmanager
def _written(call: Call) -> Iterator[Writer]:
    """A value of the wrong type is reported with its place in the body."""
    try:
        with writers.opened(call) as writer:
            yield writer
    except Unreadable as trouble:
        place = places.of_value(call.body, trouble.field.name)
        raise Refusal(trouble.code, trouble.at(place)) from trouble


def _asked(call: Call, sobject: SObject) -> str:
    """The fields named, and the id behind them where it was not; all fields when none was named."""
    asked = [part.strip() for part in call.query.get("fields", "").split(",") if part.strip()]
    for one in asked:
        if "." not in one and not sobject.has(one):
            raise Refusal("INVALID_FIELD", f"No such column '{one}' on sobject of type {sobject.name}")
    if asked and "id" not in map(str.lower, asked):
        asked.append("Id")
    return ", ".join(asked or (field.name for field in sobject.fields))


def _require_absent(given: dict[str, Any], name: str) -> None:
    """What the address says must not be said again."""
    if any(key.lower() == name.lower() for key in given):
        raise Refusal("INVALID_FIELD", f"The {name} field should not be specified in the sobject data.")


def _several(call: Call, sobject: SObject, found: list[str]) -> Reply:
    return Reply([f"{call.base}/sobjects/{sobject.name}/{key}" for key in found], 300)


def _location(call: Call, sobject: SObject, key: str) -> dict[str, str]:
    return {"Location": f"{call.base}/sobjects/{sobject.name}/{key}"}


def _id(text: str) -> str:
    found = ids.full(text)
    if found is None:
        raise not_found()
    return found
