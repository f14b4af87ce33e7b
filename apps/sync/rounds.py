"""One round over all objects: small changes by REST as they come, large ones by a Bulk job; deletes come with them."""

from __future__ import annotations

import dataclasses
import datetime
import time
from typing import Any

from apps.marketing.database import Connection
from apps.salesforce.client import Client
from apps.sync import again, changes, checkpoints, nightly, operations, pages, plan, reading, standing
from apps.sync.changes import Change
from apps.sync.checkpoints import Checkpoint
from apps.sync.models import Cycle, Operation
from apps.sync.reader import Query, Reader
from apps.sync.watch import Watch

CHUNK = 15.0  # seconds
BY_BULK = 10_000  # changes from which a job is cheaper than pages of two thousand


class Round:
    """A worker's turn with a cycle; another may carry it on."""

    def __init__(self, cycle: Cycle, connection: Connection, client: Client, watch: Watch) -> None:
        self.cycle = cycle
        self.connection = connection
        self.client = client
        self.watch = watch
        deadline = time.monotonic() + CHUNK
        self.reader = Reader(connection, client, watch, cycle.pk, deadline, self._page_saved, counts=True)
        self.plans = plan.all_of(cycle.instance)
        checkpoints.lay(connection, [each.name for each in self.plans], "cycle")
        self.places = checkpoints.of(connection, "cycle")

    def carry_on(self) -> float | None:
        """Seconds after which to come again; None when every object is finished."""
        if (wait := again.carry_on(self.reader, self.plans)) is not None:
            return wait
        finished = operations.finished(self.cycle)
        open_ones = [query for query in self._queries() if query.plan.name not in finished]
        by_job = [query for query in open_ones if self.places[query.plan.name].job_id]
        for query in by_job:  # begun by an earlier turn
            if (wait := self._by_bulk(query)) is not None:
                return wait
        for change in self._asked([query for query in open_ones if query not in by_job]):
            if (wait := self._take(change)) is not None:
                return wait
        return nightly.carry_on(self.reader, self.cycle, self.plans)

    def _queries(self) -> list[Query]:
        initial = checkpoints.of(self.connection, "initial")
        return [
            Query(each, changes.since(self.places[each.name], initial.get(each.name)), deleted=True)
            for each in self.plans
        ]

    def _asked(self, queries: list[Query]) -> list[Change]:
        began = time.monotonic()
        found = changes.ask(self.client, queries) if queries else []
        operations.note_clock(self.cycle, _clock(self.client, time.monotonic() - began))
        return [change for change in found if change.total]

    def _take(self, change: Change) -> float | None:
        self.watch.alive()
        standing.moving(self.cycle.instance)
        if change.total > BY_BULK:
            return self._by_bulk(change.query)
        self._by_rest(change)
        return 0 if self.reader.is_late else None

    def _by_rest(self, change: Change) -> None:
        """The watermark follows the records, so that little is read again after a kill."""
        place = self.places[change.query.plan.name]
        for records, is_last in change.pages(self.client):
            watermark = self.cycle.asked_at if is_last else _stamp(records)
            place = pages.from_rest(self.reader, change.query.plan, place, records, is_done=False, watermark=watermark)
            self.watch.saved(place.rows, None)
        operations.close(self.cycle, place, self.connection)

    def _by_bulk(self, query: Query) -> float | None:
        name = query.plan.name
        operations.open_(self.cycle, name, Operation.Kind.PULL_UPDATES)
        place = self.places[name]
        if not place.is_done:
            # a job that an earlier cycle began knows nothing of what changed since it was asked for
            until = place.ceiling if place.job_id else self.cycle.asked_at
            wait = reading.carry_on(self.reader, dataclasses.replace(query, watermark=until), place)
            if wait is not None:
                return wait
        operations.close(self.cycle, place, self.connection)
        checkpoints.open_again(self.connection, place)
        return None

    def _page_saved(self, place: Checkpoint) -> None:
        if place.purpose == nightly.PURPOSE:
            operations.open_(self.cycle, place.object, Operation.Kind.PULL_CALCULATED)
        operations.copy(self.cycle, place, self.connection)
        self.watch.saved(place.rows, place.expected)


def _clock(client: Client, seconds: float) -> datetime.datetime:
    """The org's clock before its answers, which took so long."""
    now = client.server_time or datetime.datetime.now(datetime.UTC)
    return now - datetime.timedelta(seconds=seconds + 1)


def _stamp(records: list[dict[str, Any]]) -> str:
    return str(records[-1]["SystemModstamp"])
