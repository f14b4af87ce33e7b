"""The initial sync: every object once, in order, in chunks that any worker can carry on."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from functools import partial

import psycopg
from psycopg import sql

from apps.connections import clients
from apps.mapping import joining
from apps.marketing import database
from apps.marketing.database import Connection
from apps.salesforce.client import Client
from apps.salesforce.errors import LimitReached
from apps.sync import (
    calls,
    checkpoints,
    counting,
    events,
    operations,
    outages,
    plan,
    reading,
    row_errors,
    session,
    standing,
    wording,
)
from apps.sync.checkpoints import Checkpoint, Purpose
from apps.sync.errors import NothingVisible, StillWorking
from apps.sync.models import Cycle, Operation
from apps.sync.plan import Plan
from apps.sync.reader import Query, Reader
from apps.sync.watch import Watch
from apps.tenants.models import Instance
from apps.tenants.sql import read
from apps.timeline import history

CHUNK = 15.0  # seconds; another worker may carry on after each
PURPOSE: Purpose = "initial"


@dataclass(frozen=True)
class Turn:
    """How a chunk ended: ``again_in`` seconds, or finished when it is None."""

    again_in: float | None
    records: int


def carry_on(instance: Instance, watch: Watch, *, is_last_try: bool = False) -> Turn:
    """One chunk, from the last checkpoint. Raises what the watch, Salesforce and ``errors`` raise.

    ``is_last_try``: after an outage nobody will come again by himself, so it is the headline's failure too.
    """
    standing.begun(instance)
    cycle = operations.begin(instance, is_initial=True)
    try:
        client = clients.open(instance)
        calls.note(client, instance)
        try:
            with session.open(instance) as connection:
                return _Chunk(instance, connection, client, watch, cycle).run()
        finally:
            operations.add_calls(cycle, client.calls)
    except standing.TROUBLES as error:
        watch.alive()  # who was paused, cancelled or overtaken meanwhile has nothing to say
        if isinstance(error, LimitReached):
            error.retry_in = outages.said(error)
        standing.troubled(instance, wording.name(error), is_final=is_last_try)
        raise


def pause(instance: Instance) -> None:
    """The page under way is left; a database that is away takes none anyhow."""
    with contextlib.suppress(psycopg.OperationalError):
        _left(instance)


def cancel(instance: Instance) -> int:
    """The number of records that stay; starting again goes on from the last saved page."""
    records = _left(instance)
    operations.end_open(instance, is_initial=True)
    standing.stopped(instance)
    history.record(instance, events.CANCELLED, records=records)
    return records


def saved(connection: Connection) -> tuple[int, int | None]:
    """Records here, and records expected, of all objects together."""
    done, total = connection.execute(read("sync", "saved").encode()).fetchone() or (0, None)
    return done, total


def _left(instance: Instance) -> int:
    """Ends the page under way, whatever its worker waits for. The number of records that stay."""
    try:
        with session.open(instance) as connection:
            records, _expected = saved(connection)
    except StillWorking:  # its worker hears of it within seconds, and rolls its page back
        with database.connect(instance) as connection:
            records, _expected = saved(connection)
    return records


class _Chunk:
    """One worker's turn with one instance."""

    def __init__(self, instance: Instance, connection: Connection, client: Client, watch: Watch, cycle: Cycle) -> None:
        self.instance = instance
        self.connection = connection
        self.watch = watch
        self.cycle = cycle
        self.plans = plan.all_of(instance)
        deadline = time.monotonic() + CHUNK
        beside = partial(session.beside, instance)
        self.reader = Reader(connection, client, watch, cycle.pk, deadline, self._page_saved, beside=beside)

    def run(self) -> Turn:
        if not self.plans:
            raise NothingVisible
        places = self._asked()
        waits = []
        for each in self.plans:
            if places[each.name].is_done:
                continue
            operations.open_(self.cycle, each.name, Operation.Kind.INITIAL_SYNC)
            wait = reading.carry_on(self.reader, _query(each), places[each.name])
            waits += [] if wait is None else [wait]
            if self.reader.is_late and (waits or each is not self.plans[-1]):
                return Turn(0, saved(self.connection)[0])
        # what Salesforce was not ready with is looked at again; the objects after it did not wait for it
        return Turn(min(waits), saved(self.connection)[0]) if waits else self._finished()

    def _asked(self) -> dict[str, Checkpoint]:
        """Every object is asked for ahead, so that Salesforce works while we load."""
        checkpoints.lay(self.connection, [each.name for each in self.plans], PURPOSE)
        self._count(checkpoints.of(self.connection, PURPOSE))
        places = checkpoints.of(self.connection, PURPOSE)
        for each in self.plans:
            self.watch.alive()
            places[each.name] = reading.ask(self.reader, _query(each), places[each.name])
        return places

    def _count(self, places: dict[str, Checkpoint]) -> None:
        fresh = [each for each in self.plans if not places[each.name].job_id and not places[each.name].is_done]
        for name, expected in counting.expected(self.reader.client, fresh).items():
            places[name] = checkpoints.move(self.connection, places[name], expected=expected)

    def _page_saved(self, checkpoint: Checkpoint) -> None:
        operations.copy(self.cycle, checkpoint, self.connection, is_done=checkpoint.is_done)
        self.watch.saved(*saved(self.connection))

    def _finished(self) -> Turn:
        for each in self.plans:
            self.connection.execute(sql.SQL("ANALYZE {}").format(each.table))
        joining.renew(self.instance, self.connection)
        records, _expected = saved(self.connection)
        operations.end(self.cycle)
        standing.copied(self.instance, records=records, row_errors=row_errors.number(self.connection))
        history.record(self.instance, events.COPIED, records=records)
        return Turn(None, records)


def _query(each: Plan) -> Query:
    return Query(each, each.everything, deleted=each.object.includes_archived)
