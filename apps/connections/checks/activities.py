"""What Marketo's article wants open besides: the type of accounts, and every field of tasks and events."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from apps.connections.checks.fields import Described
from apps.connections.checks.finding import Finding, listed
from apps.connections.models import Verdict

CODES = ("account-type", "activity-fields")
# what field-level security can hide of them; custom fields are not asked for
FIELDS = {
    "Task": ("WhoId", "WhatId", "ActivityDate", "Description"),
    "Event": ("WhoId", "WhatId", "Location", "IsAllDayEvent", "Description"),
}
READ_HERE = frozenset({"WhoId", "WhatId", "ActivityDate", "Location"})


def find(name: str, about: Described) -> list[Finding]:
    known = {field["name"] for field in about["fields"]}
    if name == "Account":
        return [_type(known)]
    return [_activity(name, known)] if name in FIELDS else []


def _type(known: set[str]) -> Finding:
    if "Type" in known:
        seen = _("readable; Marketo’s article also asks for Edit, and Gangway never writes accounts")
        return Finding("account-type", Verdict.PASS, seen)
    return Finding("account-type", Verdict.WARN, _("hidden, so the company’s type stays empty"))


def _activity(name: str, known: set[str]) -> Finding:
    hidden = [field for field in FIELDS[name] if field not in known]
    missed = [field for field in hidden if field in READ_HERE]
    data = {"object": name, "hidden": hidden, "names": listed(missed or hidden)}
    if missed:
        return Finding("activity-fields", Verdict.WARN, _("hidden, so they stay empty: %(names)s"), name, data)
    seen = (
        _("Hidden: %(names)s. Marketo’s article asks for all fields; Gangway does not read these.")
        if hidden
        else _("All readable. Marketo’s article also asks for Edit; Gangway only reads activities.")
    )
    return Finding("activity-fields", Verdict.NOT_APPLICABLE if hidden else Verdict.PASS, seen, name, data)
