"""Are the marketing fields on the page layouts? On Professional Edition a field elsewhere can't be read or written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_noop as _

from apps.connections import marketing_fields
from apps.connections.checks.finding import Finding, listed
from apps.connections.models import Connection, Verdict
from apps.salesforce.composite import Answer, Part


def asked(connection: Connection) -> list[Part]:
    """Describe layouts answers for the running user."""
    objects = marketing_fields.OBJECTS if connection.is_professional else ()
    return [Part(f"sobjects/{name}/describe/layouts") for name in objects]


def find(answers: list[Answer], described: dict[str, dict[str, Any] | None]) -> list[Finding]:
    if not answers:
        return [Finding("page-layouts", Verdict.NOT_APPLICABLE, _("Professional Edition only"))]
    pairs = zip(marketing_fields.OBJECTS, answers, strict=True)
    return [_layout(name, answer, described.get(name)) for name, answer in pairs]


def _layout(name: str, answer: Answer, about: dict[str, Any] | None) -> Finding:
    """Only fields that exist can be on a layout; those that do not are another check's."""
    exists = {field["name"] for field in about["fields"]} if about else set()
    fields = [field for field in marketing_fields.ALL if field.api_name in exists]
    if not fields:
        seen = _("There are no marketing fields on %(object)s yet.")
        return Finding("page-layouts", Verdict.NOT_APPLICABLE, seen, name, {"object": name})
    if not answer.is_ok:
        seen = _("The org did not show the layout of %(object)s.")
        return Finding("page-layouts", Verdict.UNKNOWN, seen, name, {"object": name})
    there = set(_names(answer.body))
    missing = [field for field in fields if field.api_name not in there]
    data: dict[str, Any] = {"object": name, "names": listed(field.label for field in missing), "there": len(fields)}
    if missing:
        return Finding("page-layouts", Verdict.WARN, _("not on the layout of %(object)s: %(names)s"), name, data)
    return Finding("page-layouts", Verdict.PASS, _("all %(there)s marketing fields are on the layout"), name, data)


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
