"""Are the fields on the page layouts? On Professional Edition a field that is elsewhere can't be read or written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_noop as _

from apps.connections import marketing_fields
from apps.connections.checks.fields import Described
from apps.connections.checks.finding import Finding, listed, unknown
from apps.connections.models import Connection, Verdict
from apps.salesforce.composite import Answer, Part

CODE = "page-layouts"
# Marketo's section of seventeen has this one besides its own sixteen
OPT_OUT = ("HasOptedOutOfEmail", "Email Opt Out")
ALL_DAY = ("IsAllDayEvent", "All-Day Event")
ON_LAYOUT = {
    **{
        name: (*((each.api_name, each.label) for each in marketing_fields.ALL), OPT_OUT) for name in ("Lead", "Contact")
    },
    "Event": (ALL_DAY,),
}


def objects(connection: Connection) -> tuple[str, ...]:
    """The edition decides: elsewhere field-level security does."""
    return tuple(ON_LAYOUT) if connection.is_professional else ("",)


def asked(connection: Connection) -> list[Part]:
    """Describe layouts answers for the running user: a layout for each record type."""
    return [Part(f"sobjects/{name}/describe/layouts") for name in objects(connection) if name]


def find(answers: list[Answer], described: dict[str, Described | None]) -> list[Finding]:
    if not answers:
        return [
            Finding(CODE, Verdict.NOT_APPLICABLE, _("Professional Edition only"), data={"object": listed(ON_LAYOUT)})
        ]
    return [_layout(name, answer, described.get(name)) for name, answer in zip(ON_LAYOUT, answers, strict=True)]


def _layout(name: str, answer: Answer, about: Described | None) -> Finding:
    """Only fields that exist can be on a layout; those that do not are another check's."""
    if not answer.is_ok:
        return unknown(CODE, answer.error, name)
    known = {field["name"] for field in about["fields"]} if about else set()
    wanted = {api_name: label for api_name, label in ON_LAYOUT[name] if api_name in known}
    if not wanted:
        seen = _("There is nothing on %(object)s yet that would have to be on a layout.")
        return Finding(CODE, Verdict.NOT_APPLICABLE, seen, name, {"object": name})
    missing = _missing(answer.body, wanted)
    names = dict.fromkeys(label for labels in missing.values() for label in labels)
    data: dict[str, Any] = {
        "object": name,
        "names": listed(names),
        "types": listed(missing),
        "there": len(wanted),
        "count": len(answer.body["layouts"]),
        "missing": missing,
    }
    if missing:
        return Finding(CODE, Verdict.WARN, _("missing on the layout of %(types)s: %(names)s"), name, data)
    return Finding(CODE, Verdict.PASS, _("nothing is missing (fields: %(there)s, layouts: %(count)s)"), name, data)


def _missing(body: dict[str, Any], wanted: dict[str, str]) -> dict[str, list[str]]:
    """Labels by record type; the master record type stands for people without one."""
    record_types: dict[str, list[str]] = {}
    for each in body.get("recordTypeMappings", []):
        if each.get("available", True):
            record_types.setdefault(str(each.get("layoutId")), []).append(str(each.get("name")))
    found: dict[str, list[str]] = {}
    for layout in body["layouts"]:
        there = set(_names(layout))
        lacking = [label for api_name, label in wanted.items() if api_name not in there]
        for record_type in record_types.get(str(layout.get("id")), ["Master"]) if lacking else ():
            found[record_type] = lacking
    return found


def _names(node: Any) -> Iterator[str]:
    """Field names stand deep inside sections, rows and items."""
    if isinstance(node, dict):
        if node.get("type") == "Field" and isinstance(node.get("value"), str):
            yield node["value"]
        for child in node.values():
            yield from _names(child)
    elif isinstance(node, list):
        for child in node:
            yield from _names(child)
