"""Does the sync user see every record, and on Professional the fields on the page layout: one or two calls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_noop as _

from apps.connections import marketing_fields
from apps.connections.checks.finding import Finding, listed
from apps.connections.models import Connection, Verdict
from apps.salesforce.client import Client
from apps.salesforce.composite import Answer, Part

CODES = frozenset({"record-visibility", "page-layouts"})
COUNTED = ("Lead", "Contact", "Account", "Opportunity")
# the org's own totals are refreshed lazily
TOLERATED_SHARE = 0.02
TOLERATED_RECORDS = 25


def find(client: Client, connection: Connection) -> list[Finding]:
    """Private sharing hides records, and a hidden lead gets a twin."""
    parts = [Part(f"query?q=SELECT+COUNT()+FROM+{name}") for name in COUNTED]
    layouts = [Part(f"sobjects/{name}/describe/layouts") for name in _laid_out(connection)]
    totals, *answers = client.composite([Part(f"limits/recordCount?sObjects={','.join(COUNTED)}"), *layouts, *parts])
    seen = answers[len(layouts) :]
    counted = [_visible(name, answer, totals) for name, answer in zip(COUNTED, seen, strict=True)]
    laid_out = [_layout(name, answer) for name, answer in zip(_laid_out(connection), answers, strict=False)]
    return counted + (laid_out or [Finding("page-layouts", Verdict.NOT_APPLICABLE, _("Professional Edition only"))])


def _laid_out(connection: Connection) -> tuple[str, ...]:
    return marketing_fields.OBJECTS if connection.is_professional else ()


def _visible(name: str, answer: Answer, totals: Answer) -> Finding:
    if not answer.is_ok or not totals.is_ok:
        return Finding(
            "record-visibility", Verdict.UNKNOWN, _("The org did not count %(object)s."), name, {"object": name}
        )
    ours = int(answer.body["totalSize"])
    # an object without rows is left out of the reply
    all_there = next((int(each["count"]) for each in totals.body["sObjects"] if each["name"] == name), 0)
    data = {"object": name, "ours": ours, "all": all_there, "hidden": max(0, all_there - ours)}
    if all_there - ours > max(TOLERATED_RECORDS, all_there * TOLERATED_SHARE):
        seen = _("%(ours)s of about %(all)s are visible to the sync user")
        return Finding("record-visibility", Verdict.WARN, seen, name, data)
    return Finding("record-visibility", Verdict.PASS, _("%(ours)s, all that the org has"), name, data)


def _layout(name: str, answer: Answer) -> Finding:
    if not answer.is_ok:
        seen = _("The org did not show the layout of %(object)s.")
        return Finding("page-layouts", Verdict.UNKNOWN, seen, name, {"object": name})
    there = set(_names(answer.body))
    missing = [field for field in marketing_fields.RECOMMENDED if field.api_name not in there]
    data: dict[str, Any] = {"object": name, "names": listed(field.label for field in missing)}
    if missing:
        return Finding("page-layouts", Verdict.WARN, _("not on the layout of %(object)s: %(names)s"), name, data)
    return Finding("page-layouts", Verdict.PASS, _("the recommended three are on the layout"), name, data)


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
