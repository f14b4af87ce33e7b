"""When the records of an object last moved: who asks what is new since a later moment needs no look at them."""

from __future__ import annotations

import datetime

from apps.practice_org import quoting, recycling
from apps.practice_org.live import LiveOrg

STAMPS = ("SystemModstamp", "LastModifiedDate")


def is_since(live: LiveOrg, name: str, start: datetime.datetime) -> bool:
    """False where nothing at all was created, changed, deleted or thrown out of the bin from ``start`` on."""
    if live.storage.is_writing:  # in its own transaction, which others don't see
        return True
    version = live.version  # first: a change that comes during the look makes the answer an old one
    known = live.newest.get(name)
    if known is None or known[0] != version:
        known = live.newest[name] = (version, _look(live, name))
    return known[1] is not None and known[1] >= start


def _look(live: LiveOrg, name: str) -> datetime.datetime | None:
    sobject = live.everything.find(name)
    columns = [each for each in STAMPS if sobject and (field := sobject.find(each)) and field.is_stored]
    if not columns:
        return None
    listed = ", ".join(f"max({quoting.name(each)})" for each in columns)
    with live.storage.reading() as cursor:
        row = cursor.execute(f"SELECT {listed} FROM {quoting.name(name)}").fetchone()
    stamps = [*(row or ()), recycling.last_emptied(live, name)]
    return max((each for each in stamps if each is not None), default=None)
