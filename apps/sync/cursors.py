"""Until when an org's changes are known: for each object a moment for what was changed and one for what was deleted.

They stand in the portal's own row of the sync, so that a cycle that finds nothing needs no other database. They move
after the records are committed: what a kill leaves in between is read once more, and changes nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from apps.mapping.objects import SalesforceObject
from apps.marketing.database import Connection
from apps.sync import checkpoints
from apps.sync.checkpoints import Purpose
from apps.sync.lease import Lease
from apps.sync.models import SyncState

LONG_AGO = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
PURPOSES: tuple[Purpose, ...] = ("cycle", "initial")
ASK_AGAIN = datetime.timedelta(days=1)  # a list that the org refused may be given to us one day

Stored = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Cursor:
    """``refused_at``: the org gives no list of this object's changes; until tomorrow they are asked by their stamps."""

    updated: datetime.datetime
    deleted: datetime.datetime
    refused_at: datetime.datetime | None = None

    @property
    def since(self) -> datetime.datetime:
        return min(self.updated, self.deleted)

    def is_refused(self, now: datetime.datetime) -> bool:
        return self.refused_at is not None and now < self.refused_at + ASK_AGAIN


def of(state: SyncState, objects: Iterable[SalesforceObject]) -> dict[str, Cursor | None]:
    """In their order. None: no cycle has looked at this object yet."""
    known = kept(state)
    return {each.name: known.get(each.name) for each in objects}


def first(connection: Connection, name: str) -> Cursor:
    """From an older release's last cycle on, at first from the beginning of the initial sync."""
    cycle, initial = (checkpoints.of(connection, purpose).get(name) for purpose in PURPOSES)
    known = (cycle and cycle.watermark) or (initial and initial.ceiling) or LONG_AGO
    return Cursor(known, known)


def moved(state: SyncState, cursors: Mapping[str, Cursor]) -> Stored:
    """As JSON: those that moved, and the others as they were."""
    after: Stored = {**state.cursors, **{name: _dumped(cursor) for name, cursor in cursors.items()}}
    state.cursors = after
    return after


def move(lease: Lease, cursors: Mapping[str, Cursor]) -> None:
    """Raises Ended."""
    lease.keep(cursors=moved(lease.state, cursors))


def kept(state: SyncState) -> dict[str, Cursor]:
    return {
        name: Cursor(**{key: datetime.datetime.fromisoformat(value) for key, value in moments.items()})
        for name, moments in state.cursors.items()
    }


def _dumped(cursor: Cursor) -> dict[str, str]:
    return {key: value.isoformat() for key, value in vars(cursor).items() if value is not None}
