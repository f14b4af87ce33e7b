"""The sixteen marketing fields: are they there, of the right type and length, and open to the sync user?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as _

from apps.connections import marketing_fields
from apps.connections.checks.fields import Described, is_written
from apps.connections.checks.finding import Finding, listed
from apps.connections.marketing_fields import OBJECTS, MarketingField
from apps.connections.models import Verdict

CODES = ("marketing-fields", "lead-conversion")
TYPES = {"Number": "double", "Date/Time": "datetime", "Text": "string"}


def find(name: str, about: Described | None) -> Finding:
    """The recommended three are worth a look; the thirteen others are nobody's fault."""
    known = {field["name"]: field for field in about["fields"]} if about else {}
    is_open = bool(about and is_written(about))
    states = {each: _state(each, known.get(each.api_name), is_open=is_open) for each in marketing_fields.ALL}
    of = {
        state: [each for each in marketing_fields.RECOMMENDED if states[each] == state]
        for state in ("missing", "other", "locked")
    }
    there = sum(state != "missing" for state in states.values())
    worst = next((state for state in ("missing", "other", "locked") if of[state]), "")
    data: dict[str, Any] = {
        "object": name,
        "missing": [each.name for each in of["missing"]],
        "locked": [each.api_name for each, state in states.items() if state == "locked"],
        "fields": [
            {"label": each.label, "name": each.api_name, "state": states[each]} for each in marketing_fields.ALL
        ],
        "names": listed(each.label for each in of.get(worst, ())),
        "there": there,
        "all": len(marketing_fields.ALL),
    }
    verdict = Verdict.WARN if worst else Verdict.PASS
    return Finding("marketing-fields", verdict, SEEN[worst], name, data)


SEEN = {
    "missing": _("%(there)s of %(all)s there; missing: %(names)s"),
    "other": _("of another type or length than Marketo’s: %(names)s"),
    "locked": _("read-only for the sync user: %(names)s"),
    "": _("the recommended three, %(there)s of %(all)s in all"),
}


def conversion(described: dict[str, Described | None]) -> Finding:
    """No API that a sync user may use says how the fields of a converted lead are carried over."""
    known = [{field["name"] for field in (described.get(name) or {"fields": []})["fields"]} for name in OBJECTS]
    both = [each.label for each in marketing_fields.ALL if all(each.api_name in names for names in known)]
    data = {"count": len(both), "names": listed(both)}
    if not both:
        seen = _("There is no marketing field on both Lead and Contact yet.")
        return Finding("lead-conversion", Verdict.NOT_APPLICABLE, seen, data=data)
    seen = _("Only a Salesforce administrator can see whether these are carried over: %(names)s")
    return Finding("lead-conversion", Verdict.UNKNOWN, seen, data=data)


def _state(wanted: MarketingField, field: dict[str, Any] | None, *, is_open: bool) -> str:
    if field is None:
        return "missing"
    if not _is_like(wanted, field):
        return "other"
    return "locked" if is_open and not field.get("updateable") else "there"


def _is_like(wanted: MarketingField, field: dict[str, Any]) -> bool:
    """A longer field does no harm, a shorter one cuts."""
    if field.get("type") != TYPES[wanted.type]:
        return False
    if wanted.type == "Number":
        scale = int(field.get("scale") or 0)
        return int(field.get("precision") or 0) - scale >= (wanted.length or 0)
    return int(field.get("length") or 0) >= (wanted.length or 0)
