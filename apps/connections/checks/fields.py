"""Which fields of an object the sync user can read and write, of those that the sync asks for."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as _

from apps.connections.checks.finding import Finding, listed
from apps.connections.models import Verdict
from apps.connections.needs import ObjectNeed

CODES = ("required-fields", "mapped-fields")
Described = dict[str, Any]


def find(need: ObjectNeed, about: Described) -> list[Finding]:
    known = {field["name"]: field for field in about["fields"]}
    return [_required(need, known, about), _mapped(need, known, about)]


def is_written(about: Described) -> bool:
    """Without Edit on the object every field is read-only: that is said once, of the object."""
    return bool(about.get("updateable"))


def ticks(need: ObjectNeed) -> str:
    """The boxes as Salesforce labels them; no more than the directions use."""
    return "Read Access, Edit Access" if need.is_written else "Read Access"


def may_lock(field: dict[str, Any]) -> bool:
    """Only what field-level security governs can be opened: no formula, no auto-number, no system field."""
    return bool(field.get("permissionable") and not field.get("calculated") and not field.get("autoNumber"))


def _required(need: ObjectNeed, known: dict[str, Any], about: Described) -> Finding:
    hidden = [name for name in need.read if name not in known]
    edited = need.edit if is_written(about) else ()
    locked = [name for name in edited if not known.get(name, {}).get("updateable")]
    names = listed(dict.fromkeys([*hidden, *locked]))
    data = {
        "object": need.name,
        "hidden": hidden,
        "locked": locked,
        "read": [len(need.read) - len(hidden), len(need.read)],
        "edit": [len(edited) - len(locked), len(need.edit)],
        "names": names,
        "ticks": ticks(need),
    }
    if hidden:
        return Finding("required-fields", Verdict.FAIL, _("not readable: %(names)s"), need.name, data)
    if locked:
        return Finding("required-fields", Verdict.FAIL, _("read-only: %(names)s"), need.name, data)
    return Finding("required-fields", Verdict.PASS, _("all readable"), need.name, data)


def _mapped(need: ObjectNeed, known: dict[str, Any], about: Described) -> Finding:
    """What the sync asks for by now fails when it is hidden; what it would ask for only stays empty."""
    hidden = [name for name in need.mapped if name not in known]
    empty = [name for name in need.useful if name not in known]
    wanted = [*need.mapped, *need.useful]
    edited = wanted if need.is_written and is_written(about) else []
    locked = [name for name in edited if name in known and _is_locked(known[name])]
    data = {
        "object": need.name,
        "hidden": hidden,
        "empty": empty,
        "locked": locked,
        "read": [len(wanted) - len(hidden) - len(empty), len(wanted)],
        "names": listed(hidden or empty or locked),
        "count": len(wanted),
        "ticks": ticks(need),
    }
    if not wanted:
        seen = _("Only the required fields of %(object)s are read.")
        return Finding("mapped-fields", Verdict.NOT_APPLICABLE, seen, need.name, data)
    if hidden:
        return Finding("mapped-fields", Verdict.FAIL, _("not readable: %(names)s"), need.name, data)
    if empty:
        return Finding("mapped-fields", Verdict.WARN, _("hidden, so they stay empty: %(names)s"), need.name, data)
    if locked:
        seen = _("read-only, so marketing’s changes stay out of Salesforce: %(names)s")
        return Finding("mapped-fields", Verdict.WARN, seen, need.name, data)
    return Finding(
        "mapped-fields", Verdict.PASS, _("all %(count)s readable"), need.name, {**data, "count": len(wanted)}
    )


def _is_locked(field: dict[str, Any]) -> bool:
    return may_lock(field) and not field.get("updateable")
