"""Keeps the tables of rights, tokens and reports in step with what was granted, before somebody queries them."""

from __future__ import annotations

import datetime
from typing import Any

from apps.practice_org import grants, ids, quoting
from apps.practice_org.access import rows
from apps.practice_org.live import LiveOrg
from apps.practice_org.reports import asking, refreshing
from apps.practice_org.seed import filling
from apps.practice_org.storage import Connection
from apps.practice_org.switches import Switches

TOKENS = "OauthToken"
OBJECTS = (
    "PermissionSet",
    "PermissionSetAssignment",
    "ObjectPermissions",
    "FieldPermissions",
    "UserPermissionAccess",
)

# Of a profile its own permission set tells the permissions.
OF_PROFILE = "Profile"

_fresh: dict[str, Switches] = {}


def refresh(live: LiveOrg, statement: str) -> None:
    """Brings the tables up to date when a query names one of them and rights have moved since."""
    asking.check(statement)
    refreshing.refresh(live, statement)
    lowered = statement.lower()
    switches = live.switches
    stale = _fresh.get(live.id) is not switches and any(name.lower() in lowered for name in (*OBJECTS, OF_PROFILE))
    asks_tokens = TOKENS.lower() in lowered
    if not stale and not asks_tokens:
        return
    with live.storage.writing() as cursor:
        if asks_tokens:
            _replace(cursor, TOKENS, _tokens(live))
        if stale:
            found = rows.tables(live)
            for name, some in found.items():
                _replace(cursor, name, some)
            _tell_profiles(cursor, found["PermissionSet"])
    if stale:
        _fresh[live.id] = switches


def _replace(cursor: Connection, name: str, found: list[dict[str, Any]]) -> None:
    cursor.execute(f"DELETE FROM {quoting.name(name)}")
    filling.insert(cursor, name, found)


def _tell_profiles(cursor: Connection, sets: list[dict[str, Any]]) -> None:
    for one in sets:
        if one["ProfileId"]:
            held = {name: value for name, value in one.items() if name.startswith("Permissions")}
            told = ", ".join(f"{quoting.name(name)} = {value}" for name, value in held.items())
            cursor.execute(f'UPDATE "Profile" SET {told} WHERE "Id" = ?', [one["ProfileId"]])


def permissions(live: LiveOrg, user_id: str) -> dict[str, bool]:
    """The named permissions of a user, by their column names."""
    return live.permissions(user_id)


def _tokens(live: LiveOrg) -> list[dict[str, Any]]:
    found = []
    for number, row in enumerate(live.book.of(grants.GRANT, live.id).values()):
        found.append(
            {
                "Id": ids.seeded("0CQ", live.org.pod, number),
                "UserId": row["user"],
                "AppName": live.org.app.name,
                "UseCount": row["uses"],
                "CreatedDate": _moment(row["created"]),
                "LastUsedDate": _moment(row["last_used"]),
            }
        )
    return found


def _moment(seconds: float) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).replace(tzinfo=None, microsecond=0)
