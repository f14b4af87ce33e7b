"""One round over the objects that changed: few records by their Ids, many by a Bulk job; deletions come with them.

An object that is refused stops none of the others: its operation says so, and its changes wait in Salesforce.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Sequence
from functools import partial

from apps.marketing.database import Connection
from apps.salesforce.client import Client
from apps.salesforce.composite import Answer
from apps.salesforce.errors import HostRefused, QueryRefused, SalesforceError
from apps.sync import (
    again,
    backfill,
    budget,
    changed_records,
    checkpoints,
    cursors,
    drift,
    gone,
    leaving,
    nightly,
    operations,
    pages,
    plan,
    reading,
    reconcile,
    session,
    shipping,
    standing,
    writing,
)
from apps.sync.changes import FEW, OF_ALL, Found
from apps.sync.checkpoints import Checkpoint, Purpose
from apps.sync.errors import JobFailed, PageUnreadable
from apps.sync.lease import Lease
from apps.sync.models import Cycle, Operation
from apps.sync.plan import Plan
from apps.sync.reader import Query, Reader

CHUNK = 15.0  # seconds
MOST_GONE = 20_000  # deleted records that are worth naming after a Bulk job, 1,500 a call
PURPOSES: tuple[Purpose, ...] = ("cycle", nightly.PURPOSE, backfill.PURPOSE)
SLOW = {nightly.PURPOSE: Operation.Kind.PULL_CALCULATED, backfill.PURPOSE: backfill.KIND}  # beside the cycles
OF_ONE = (SalesforceError, JobFailed, PageUnreadable)  # what may concern one object alone


class Round:
    """A worker's turn with a cycle; another may carry it on."""

    def __init__(self, cycle: Cycle, connection: Connection, client: Client, lease: Lease) -> None:
        self.cycle = cycle
        self.connection = connection
        self.client = client
        self.lease = lease
        deadline = time.monotonic() + CHUNK
        beside = partial(session.beside, cycle.instance)
        self.reader = Reader(
            connection, client, lease, cycle.pk, deadline, self._page_saved, counts=True, beside=beside
        )
        self.plans = {each.name: each for each in plan.all_of(cycle.instance)}
        checkpoints.lay(connection, list(self.plans), "cycle")
        self.places = checkpoints.of(connection, "cycle")
        self.compares = False

    def carry_on(self, found: Sequence[Found]) -> float | None:
        """Seconds after which to come again; None when every object is finished or put off."""
        if (wait := again.carry_on(self.reader, list(self.plans.values()))) is not None:
            return wait
        ended = operations.ended(self.cycle)
        news = [each for each in found if each.object in self.plans and self._is_to_be_read(each, ended)]
        if (wait := self._read(news)) is not None:
            return wait
        self.compares = not reconcile.carry_on(self.reader, self.cycle, self.plans)
        plans = list(self.plans.values())
        if (wait := writing.carry_on(self.reader, self.cycle, plans, cursors.kept(self.lease.state))) is not None:
            return wait
        if (wait := backfill.carry_on(self.reader, self.cycle)) is not None:
            return wait
        return nightly.carry_on(self.reader, self.cycle, plans)

    @property
    def waits(self) -> bool:
        """A job is under way, or a change waits, for which the next cycle must look into this database again."""
        if self.compares or writing.waits(self.connection):
            return True
        return any(place.job_id for purpose in PURPOSES for place in checkpoints.of(self.connection, purpose).values())

    def _read(self, news: Sequence[Found]) -> float | None:
        few = [(self.plans[each.object], each.named) for each in news if self._is_few(each)]
        answers = changed_records.ask(self.client, few)
        for each in news:
            if each.is_nothing and not self._has_job(each):
                continue
            if (wait := self._alone(each, answers.get(each.object, []))) is not None:
                return wait
        return None

    def _is_to_be_read(self, found: Found, ended: set[str]) -> bool:
        """What is being written is read when Salesforce is through with it."""
        return found.object not in ended and not (found.total and shipping.is_in_the_air(self.connection, found.object))

    def _has_job(self, found: Found) -> bool:
        """Asked for by an earlier turn."""
        return self.places[found.object].job_id is not None

    def _is_few(self, found: Found) -> bool:
        return bool(found.named) and found.total <= FEW and not self._has_job(found)

    def _alone(self, found: Found, answers: Sequence[Answer]) -> float | None:
        """What concerns this object alone is written down, and the round goes on."""
        self.lease.alive()
        budget.before_reading(self.lease.state, self.cycle.instance, self.client)
        standing.moving(self.cycle.instance)
        try:
            return self._take(found, answers)
        except (*OF_ALL, HostRefused):
            raise
        except (SalesforceError, JobFailed, PageUnreadable) as error:
            operations.fail(self.cycle, found.object, error)
        return None

    def _take(self, found: Found, answers: Sequence[Answer]) -> float | None:
        if found.has_gap and self.plans[found.object].says_deleted:
            reconcile.need(self.cycle.instance, found.object)
        if self._has_job(found) or found.total > FEW:
            return self._by_bulk(found)
        if found.error:
            raise found.error
        self._by_ids(found, answers)
        cursors.move(self.lease, {found.object: found.until})
        return 0 if self.reader.is_late else None

    def _by_ids(self, found: Found, answers: Sequence[Answer]) -> None:
        """A deletion whose record is not even in the bin any more is known by its Id alone."""
        each, answers = self._accepted(found, answers)
        place, there = self.places[found.object], set[str]()
        for records in changed_records.pages(self.client, answers):
            place = pages.from_rest(self.reader, each, place, records, is_done=False)
            there |= {record["Id"] for record in records}
            self.lease.saved(place.rows, None)
        self._filter(each, set(found.ids) - there, there)
        if each.says_deleted and (lost := set(found.gone) - there):
            gone.mark(self.connection, each, place, lost, cycle=self.cycle.pk)
        operations.close(self.cycle, place, self.connection)

    def _accepted(self, found: Found, answers: Sequence[Answer]) -> tuple[Plan, Sequence[Answer]]:
        """A field that is gone in Salesforce is left out from now on, and the others are asked for once more."""
        each = self.plans[found.object]
        error = next((answer.error for answer in answers if answer.error), None)
        if isinstance(error, QueryRefused) and (narrower := drift.noticed(self.client, self.cycle.instance, each)):
            answers = changed_records.ask(self.client, [(narrower, found.named)])[found.object]
            error = next((answer.error for answer in answers if answer.error), None)
            each = self.plans[found.object] = narrower
        if error:
            raise error
        return each, answers

    def _filter(self, each: Plan, left: set[str], there: set[str]) -> None:
        """A record that the filter wants no more is marked; one that it wants again loses the mark."""
        if each.condition:
            with self.connection.transaction():
                leaving.mark(self.connection, each, sorted(left))
                leaving.unmark(self.connection, each, sorted(there))

    def _by_bulk(self, found: Found) -> float | None:
        name = found.object
        operations.open_(self.cycle, name, Operation.Kind.PULL_UPDATES)
        place = self.places[name]
        if not place.is_done:
            wait = self._job(found, place)
            if wait is not None:
                return wait
        if (each := self.plans[name]).condition:
            self._filter(each, set(changed_records.unwanted(self.client, each, found.where)), set())
        operations.close(self.cycle, place, self.connection)
        checkpoints.open_again(self.connection, place)
        self.places = checkpoints.of(self.connection, "cycle")
        self._after_bulk(found)
        until = self.places[name].watermark or found.since.since
        cursors.move(self.lease, {name: dataclasses.replace(found.until, updated=until, deleted=until)})
        return None

    def _after_bulk(self, found: Found) -> None:
        """The job says nothing of records that left the bin: the log names them, or a comparison of Ids finds them."""
        if len(found.gone) > MOST_GONE:
            reconcile.need(self.cycle.instance, found.object)
        elif found.gone and self.plans[found.object].says_deleted:
            answers = changed_records.ask(self.client, [(self.plans[found.object], sorted(found.gone))])
            self._by_ids(dataclasses.replace(found, ids=()), answers[found.object])

    def _job(self, found: Found, place: Checkpoint) -> float | None:
        # a job that an earlier turn began knows nothing of what changed since it was asked for
        until = place.ceiling if place.job_id else found.until.since
        each = self.plans[found.object]
        where = " AND ".join(part for part in (found.where, each.wanted) if part)
        query = Query(each, where, deleted=True, watermark=until)
        try:
            return reading.carry_on(self.reader, query, place)
        except QueryRefused:
            narrower = drift.noticed(self.client, self.cycle.instance, query.plan)
            if narrower is None:
                raise
            self.plans[found.object] = narrower
            return reading.carry_on(self.reader, dataclasses.replace(query, plan=narrower), place)

    def _page_saved(self, place: Checkpoint) -> None:
        if place.purpose in SLOW:
            operations.open_(self.cycle, place.object, SLOW[place.purpose])
        operations.copy(self.cycle, place, self.connection)
        self.lease.saved(place.rows, place.expected)
