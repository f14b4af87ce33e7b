"""Turning an org's switches, and the rows of the sync user that must agree with them."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from apps.practice_org import writing
from apps.practice_org.access.sets import EDIT
from apps.practice_org.live import LiveOrg
from apps.practice_org.practice import granting, policies
from apps.practice_org.refusals import Refusal
from apps.practice_org.switches import Switches

MADE_ELSEWHERE = frozenset({"hidden", "added", "removed", "sets", "assignments"})


def turn(live: LiveOrg, changes: dict[str, Any]) -> Switches:
    """Any switch by its name; the values are those of its type."""
    known = {item.name for item in fields(Switches)} - MADE_ELSEWHERE
    unknown = sorted(set(changes) - known)
    if unknown:
        raise Refusal("INVALID_FIELD", f"unknown switches: {', '.join(unknown)}")
    policies.check(changes)
    live.put_switches(replace(live.switches, **changes))
    if {"marketing_user", "is_active"} & set(changes):
        _tell_user(live)
    return live.switches


def hide(live: LiveOrg, object_name: str, field_name: str, *, hidden: bool) -> dict[str, list[str]]:
    """Takes a field from the sync user, or gives it back; returns all hidden fields by object."""
    granting.open_field(live, object_name, field_name, granting.NONE if hidden else EDIT)
    return live.switches.hidden


def _tell_user(live: LiveOrg) -> None:
    user = live.everything.find("User")
    if user is None:
        return
    values = {"UserPermissionsMarketingUser": live.switches.marketing_user, "IsActive": live.switches.is_active}
    with live.storage.writing() as cursor:
        writing.as_trainer(live, cursor).update(user, live.org.user.id, values)
    live.moved()
