"""Keeps the tables of rights, tokens and reports in step with what was granted, before somebody queries them."""

from __future__ import annotations

import datetime
from typing import Any

from apps.practice_org import grants, ids, quoting
from apps.practice_org.access import rows
from apps.practice_org.live import LiveOrg
from apps.practice_org.reports import asking, refreshing
from apps.practice_org.seed import filling

TOKENS = "OauthToken"
OBJECTS = (
    "PermissionSet",
    "PermissionSetAssignment",
    "ObjectPermissions",
    "FieldPermissions",
    "UserPermissionAccess",
    TOKENS,
)

_fresh: dict[str, int] = {}


def refresh(live: LiveOrg, statement: str) -> None:
    """Brings the tables up to date when a query names one of them and something has moved since."""
    asking.check(statement)
    refreshing.refresh(live, statement)
    asked = [name for name in OBJECTS if name.lower() in statement.lower()]
    if not asked or (_fresh.get(live.id) == live.version and TOKENS not in asked):
        return
    with live.storage.writing() as cursor:
        for name, found in {**rows.tables(live), TOKENS: _tokens(live)}.items():
            cursor.execute(f"DELETE FROM {quoting.name(name)}")
            filling.insert(cursor, name, found)
    _fresh[live.id] = live.version


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
