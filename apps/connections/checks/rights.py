"""What the sync user may do with each object, and which fields it can read and write: one call for all objects.

Describe answers for the running user: an object or a field that is hidden from it is simply missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_noop as _

from apps.connections import marketing_fields
from apps.connections.checks import layouts
from apps.connections.checks.finding import Finding, listed
from apps.connections.models import Connection, Verdict
from apps.connections.needs import CREATE, EDIT, READ, ObjectNeed
from apps.salesforce.client import Client
from apps.salesforce.composite import Part

CODES = frozenset({"object-rights", "required-fields", "marketing-fields", "page-layouts"})
FLAGS = {READ: "queryable", CREATE: "createable", EDIT: "updateable", "delete": "deletable"}


def find(client: Client, connection: Connection, needs: Iterable[ObjectNeed]) -> list[Finding]:
    wanted = list(needs)
    laid_out = layouts.asked(connection)
    describes = [Part(f"sobjects/{need.name}/describe") for need in wanted]
    answers = client.composite([*describes, *laid_out])
    described = {need.name: answer.visible_body for need, answer in zip(wanted, answers, strict=False)}
    return _of_objects(wanted, described) + layouts.find(answers[len(wanted) :], described)


def _of_objects(wanted: list[ObjectNeed], described: dict[str, dict[str, Any] | None]) -> list[Finding]:
    found: list[Finding] = []
    for need in wanted:
        about = described.get(need.name)
        found.append(_object(need, about))
        if about:
            found.append(_fields(need, about))
        if need.name in marketing_fields.OBJECTS:
            found.append(_marketing(need.name, about))
    return found


def _object(need: ObjectNeed, about: dict[str, Any] | None) -> Finding:
    granted = {right: bool(about and about.get(flag)) for right, flag in FLAGS.items()}
    missing = [right for right in FLAGS if right in need.rights and not granted[right]]
    data = {
        "object": need.name,
        "label": about["label"] if about else need.name,
        "needed": sorted(need.rights),
        "granted": [right for right, has in granted.items() if has],
        "rights": listed(right.capitalize() for right in missing),
    }
    if about is None:
        return Finding("object-rights", Verdict.FAIL, _("The sync user cannot see %(object)s."), need.name, data)
    if missing:
        return Finding("object-rights", Verdict.FAIL, _("missing on %(object)s: %(rights)s"), need.name, data)
    return Finding("object-rights", Verdict.PASS, _("all rights that are needed"), need.name, data)


def _fields(need: ObjectNeed, about: dict[str, Any]) -> Finding:
    fields = {field["name"]: field for field in about["fields"]}
    hidden = [name for name in need.read if name not in fields]
    locked = [name for name in need.edit if not fields.get(name, {}).get("updateable")]
    data = {
        "object": need.name,
        "hidden": hidden,
        "locked": locked,
        "unused": [name for name in need.useful if name not in fields],
        "read": [len(need.read) - len(hidden), len(need.read)],
        "edit": [len(need.edit) - len(locked), len(need.edit)],
        "names": listed(dict.fromkeys([*hidden, *locked])),
    }
    if hidden:
        return Finding("required-fields", Verdict.FAIL, _("not readable: %(names)s"), need.name, data)
    if locked:
        return Finding("required-fields", Verdict.FAIL, _("read-only: %(names)s"), need.name, data)
    return Finding("required-fields", Verdict.PASS, _("all readable"), need.name, data)


def _marketing(name: str, about: dict[str, Any] | None) -> Finding:
    """The thirteen others are nobody's fault."""
    fields = {field["name"]: field for field in about["fields"]} if about else {}
    missing = [each for each in marketing_fields.RECOMMENDED if each.api_name not in fields]
    locked = [each for each in marketing_fields.RECOMMENDED if _is_locked(fields.get(each.api_name))]
    there = sum(each.api_name in fields for each in marketing_fields.ALL)
    data = {
        "object": name,
        "missing": [each.name for each in missing],
        "names": listed(each.label for each in missing or locked),
        "there": there,
        "all": len(marketing_fields.ALL),
    }
    if missing:
        seen = _("%(there)s of %(all)s there; missing: %(names)s")
        return Finding("marketing-fields", Verdict.WARN, seen, name, data)
    if locked:
        return Finding("marketing-fields", Verdict.WARN, _("read-only for the sync user: %(names)s"), name, data)
    return Finding(
        "marketing-fields", Verdict.PASS, _("the recommended three, %(there)s of %(all)s in all"), name, data
    )


def _is_locked(field: dict[str, Any] | None) -> bool:
    return field is not None and not field.get("updateable")
