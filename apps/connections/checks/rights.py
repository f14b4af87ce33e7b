"""What the sync user may do with each object, and which fields it can read and write: one call for all objects.

Describe answers for the running user: an object or a field that is hidden from it is simply missing.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from apps.connections import marketing_fields
from apps.connections.checks import activities, fields, layouts, marketing
from apps.connections.checks.asking import Asked, Group, Place
from apps.connections.checks.fields import Described
from apps.connections.checks.finding import Finding, listed, unknown
from apps.connections.models import Connection, Verdict
from apps.connections.needs import ASKED_BY_MARKETO, CREATE, DELETE, EDIT, READ, Needs, ObjectNeed
from apps.salesforce.composite import Answer, Part
from apps.salesforce.errors import NotFound

CODES = frozenset({"object-rights", *fields.CODES, *marketing.CODES, *activities.CODES, layouts.CODE})
FLAGS = {READ: "queryable", CREATE: "createable", EDIT: "updateable", DELETE: "deletable"}


def find(asked: Asked) -> list[Finding]:
    wanted = asked.needs.objects
    laid_out = layouts.asked(asked.connection)
    answers = asked.call([*(Part(f"sobjects/{need.name}/describe") for need in wanted), *laid_out])
    described = {need.name: answer for need, answer in zip(wanted, answers, strict=False)}
    found: list[Finding] = []
    for need in wanted:
        found += _of(need, described[need.name])
    bodies = {name: _described(answer) for name, answer in described.items()}
    return found + layouts.find(answers[len(wanted) :], bodies) + [marketing.conversion(bodies)]


def covers(needs: Needs, connection: Connection) -> list[Place]:
    places = [(code, need.name) for need in needs.objects for code in ("object-rights", *fields.CODES)]
    places += [("marketing-fields", name) for name in marketing_fields.OBJECTS]
    places += [("account-type", ""), *(("activity-fields", name) for name in activities.FIELDS)]
    return places + [(layouts.CODE, name) for name in layouts.objects(connection)] + [("lead-conversion", "")]


def _of(need: ObjectNeed, answer: Answer) -> list[Finding]:
    """An object that nobody could look at says so in each of its checks; a hidden one fails in the first alone."""
    if answer.error and not isinstance(answer.error, NotFound):
        codes = ["object-rights", "required-fields"]
        codes += ["marketing-fields"] if need.name in marketing_fields.OBJECTS else []
        return [unknown(code, answer.error, need.name, **_data(need, None)) for code in codes]
    about = _described(answer)
    found = [_object(need, about)]
    if about is not None:
        found += fields.find(need, about) + activities.find(need.name, about)
    if need.name in marketing_fields.OBJECTS:
        found.append(marketing.find(need.name, about))
    return found


def _described(answer: Answer) -> Described | None:
    return answer.body if answer.is_ok else None


def _object(need: ObjectNeed, about: Described | None) -> Finding:
    data = _data(need, about)
    if about is None:
        return Finding("object-rights", Verdict.FAIL, _("The sync user cannot see %(object)s."), need.name, data)
    if data["missing"]:
        return Finding("object-rights", Verdict.FAIL, _("missing on %(object)s: %(rights)s"), need.name, data)
    seen = (
        _("all rights that are needed; Marketo’s article also asks for %(extra)s, which no direction uses")
        if data["unused"]
        else _("all rights that are needed")
    )
    return Finding("object-rights", Verdict.PASS, seen, need.name, data)


def _data(need: ObjectNeed, about: Described | None) -> dict[str, object]:
    granted = [right for right, flag in FLAGS.items() if about and about.get(flag)]
    missing = [right for right in FLAGS if right in need.rights and right not in granted]
    asked_for = FLAGS if need.name in ASKED_BY_MARKETO else ()
    unused = [right for right in asked_for if right not in need.rights]
    return {
        "object": need.name,
        "label": about["label"] if about else need.name,
        "needed": [right for right in FLAGS if right in need.rights],
        "granted": granted,
        "missing": missing,
        "unused": unused,
        "rights": listed(right.capitalize() for right in missing),
        "extra": listed(right.capitalize() for right in unused),
    }


GROUP = Group(CODES, covers, find)
