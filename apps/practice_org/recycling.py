"""The recycle bin: emptied, its records are gone for every query, and only the log of deletions still names them."""

from __future__ import annotations

import datetime

from apps.practice_org import quoting
from apps.practice_org.live import LiveOrg
from apps.practice_org.schema.sobject import SObject

EMPTIED = "emptied"


def empty(live: LiveOrg, at: str = "") -> int:
    """Returns how many records were in it; the log says when they were deleted, or ``at``."""
    found = sum(_empty(live, each, at) for each in live.everything.all() if each.has("IsDeleted"))
    live.moved()
    return found


def emptied(
    live: LiveOrg, name: str, start: datetime.datetime, end: datetime.datetime
) -> list[tuple[str, datetime.datetime]]:
    """Ids of an object with the time of their deletion, between two moments."""
    return [(key, at) for key, at in _noted(live, name) if start <= at < end]


def last_emptied(live: LiveOrg, name: str) -> datetime.datetime | None:
    """The latest of these times."""
    return max((at for _key, at in _noted(live, name)), default=None)


def _noted(live: LiveOrg, name: str) -> list[tuple[str, datetime.datetime]]:
    return [
        (key, datetime.datetime.fromisoformat(entry["at"]))
        for key, entry in live.book.of(EMPTIED, live.id).items()
        if entry["object"] == name
    ]


def _empty(live: LiveOrg, sobject: SObject, at: str) -> int:
    table = quoting.name(sobject.name)
    with live.storage.writing() as cursor:
        rows = cursor.execute(f'SELECT "Id", "SystemModstamp" FROM {table} WHERE "IsDeleted"').fetchall()
        cursor.execute(f'DELETE FROM {table} WHERE "IsDeleted"')
    for key, stamp in rows:
        live.book.put(EMPTIED, live.id, key, {"object": sobject.name, "at": at or stamp.isoformat()})
    return len(rows)
