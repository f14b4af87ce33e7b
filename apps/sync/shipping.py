"""A large outbox goes as one file: a Bulk job takes 100,000 records in a dozen calls, collections need six a thousand.

The job is remembered together with the changes that it takes, before any of them leaves. Whoever comes after a crash
asks that job what became of it: one that Salesforce has not begun is aborted, of any other the answers are taken.
"""

from __future__ import annotations

import datetime
import itertools
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Literal

import structlog
from psycopg.rows import class_row

from apps.marketing.database import Connection
from apps.salesforce import ingest
from apps.salesforce.bulk import Job
from apps.salesforce.collections import Taken
from apps.salesforce.errors import NotFound, Refusal
from apps.sync import answers, changes, loader, manifest, outbox
from apps.sync.answers import Parcel
from apps.sync.cursors import LONG_AGO, Cursor
from apps.sync.models import Backfill, Cycle
from apps.sync.outbox_rules import Rules
from apps.sync.plan import Plan
from apps.sync.reader import Reader
from apps.tenants.sql import read

log = structlog.get_logger(__name__)
# Records. Collections take twelve calls for so many, and a job takes about as many with the looks at it; below, they
# are quicker, because a job waits its turn in Salesforce.
FROM = 2_000
MOST = 100_000  # records a job: marking them keeps people's edits waiting for a few seconds
MARGIN = 0.9  # of what Salesforce takes in one file
MOST_CHANGED = 10_000  # records that changed there since the cycle has read; beyond, each one is looked at
TRIES = 2  # what two jobs could not bring goes by collections
PATIENCE = 300.0  # seconds for which a cycle waits for a job before it ends without
SHORT, LONG = 1.0, 60.0  # seconds between two looks
NAP = 2.0  # seconds; for a longer wait the worker does something else
IN_MEMORY = 4 * 1024 * 1024
AT_ONCE = 1_000  # answers


@dataclass(frozen=True)
class Shipment:
    """``open``: the file is not whole there. ``closed``: Salesforce works. ``done``: ``cycle`` has its answers."""

    object: str
    job_id: str
    cycle: int
    state: Literal["open", "closed", "done"]
    records: int
    asked_at: datetime.datetime

    @property
    def age(self) -> float:
        return (datetime.datetime.now(datetime.UTC) - self.asked_at).total_seconds()

    def rest(self, job: Job) -> float:
        """Seconds until the next look: when the job should be through at its pace, each look being a call."""
        left = self.age * (self.records - job.rows) / job.rows if job.rows else self.age / 3
        return min(LONG, max(SHORT, left))


class Shipping:
    """The shipments of one object. ``cursor``: until when its changes in Salesforce are here."""

    def __init__(self, reader: Reader, cycle: Cycle, plan: Plan, rules: Rules, cursor: Cursor | None) -> None:
        self.reader = reader
        self.connection = reader.connection
        self.cycle = cycle
        self.plan = plan
        self.rules = rules
        self.since = cursor.since if cursor else LONG_AGO
        self.is_no_way = False

    @property
    def is_under_way(self) -> bool:
        place = self._place()
        return place is not None and place.state != "done"

    @property
    def leaves_nothing(self) -> bool:
        """What waits is in the air, or is the next cycle's shipment: collections must not take it."""
        place = self._place()
        if place is None:
            return False
        return place.state != "done" or (self._is_of_now(place) and not self.is_no_way and self._is_many())

    def carry_on(self) -> float | None:
        """Seconds after which to come again; None when there is nothing to wait for now. One shipment a cycle: records
        that it changed are read again before the next.
        """
        place = self._place()
        if place is None or (place.state == "done" and not self._is_of_now(place)):
            place = self._send() if self._may_send() else None
        return self._settle(place) if place and place.state != "done" else None

    def _place(self) -> Shipment | None:
        with self.connection.cursor(row_factory=class_row(Shipment)) as cursor:
            return cursor.execute("SELECT * FROM person_shipment WHERE object = %s", [self.plan.name]).fetchone()

    def _is_of_now(self, place: Shipment) -> bool:
        return place.cycle == self.cycle.pk

    def _may_send(self) -> bool:
        """Not while existing values of a field still come: only a look at each record says what it has there."""
        if self.is_no_way or not self._is_many():
            return False
        late = Backfill.objects.of(self.cycle.instance).filter(object=self.plan.name, ended_at=None)
        return not late.exists() and self._compare()

    def _is_many(self) -> bool:
        asked = {"object": self.plan.name, "columns": self.rules.columns, "most": FROM}
        return len(self.connection.execute(read("sync", "outbox_due").encode(), asked).fetchall()) == FROM

    def _compare(self) -> bool:
        """Takes in what changed there since the cycle has read. False: too much for that."""
        soql = self.plan.soql(changes.stamped_since(self.since))
        answer = self.reader.client.query(soql, deleted=True)
        if answer["totalSize"] > MOST_CHANGED:
            return False
        while True:
            self.reader.watch.alive()
            if found := self._awaited(answer["records"]):
                with self.connection.transaction():
                    loader.from_rest(self.connection, self.plan, found)
            if answer["done"]:
                return True
            answer = self.reader.client.get(answer["nextRecordsUrl"])

    def _awaited(self, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Those of which something waits here."""
        waits = "SELECT sfdc_id FROM person_change WHERE sfdc_id = ANY(%s) AND state = ANY(%s)"
        asked = [[each["Id"] for each in records], ["waiting", "sending", "refused"]]
        known = {found for (found,) in self.connection.execute(waits, asked)}
        return [each for each in records if each["Id"] in known]

    def _send(self) -> Shipment | None:
        client = self.reader.client
        try:
            job = ingest.create(client, self.plan.name)
        except Refusal as error:
            if isinstance(error, changes.OF_ALL):
                raise
            log.warning("shipment.refused", object=self.plan.name, code=error.code)
            self.is_no_way = True
            return None
        if not self._pack(job):
            ingest.abort(client, job.id)
            self.is_no_way = True
            return None
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
            manifest.write(self.connection, self.plan, self.rules, file)
            self.reader.watch.alive()
            ingest.upload(client, job.id, file)
        ingest.close(client, job.id)
        self.connection.execute("UPDATE person_shipment SET state = 'closed' WHERE job_id = %s", [job.id])
        return self._place()

    def _pack(self, job: Job) -> int:
        """Marks what the job takes, and remembers the job, in one transaction. Returns the number of changes."""
        asked = {
            "object": self.plan.name,
            "job": job.id,
            "cycle": self.cycle.pk,
            "columns": self.rules.columns,
            "sources": [pair.source for pair in self.rules.sendable],
            "most": MOST,
            "bytes": int(ingest.LARGEST * MARGIN),
            "width": manifest.width(self.rules),
            "tries": TRIES,
            "emptied": ingest.EMPTIED,
        }
        with self.connection.transaction():
            self.connection.execute(outbox.TAKE_TURNS)
            self._give_back()
            packed = self.connection.execute(manifest.pack(self.plan), asked).rowcount
            if packed:
                self.connection.execute(read("sync", "shipment_begin").encode(), asked)
        return packed

    def _settle(self, place: Shipment) -> float | None:
        while True:
            job = self._job(place)
            if job is None:
                return 0
            if job.is_over:
                return self._take(place, job)
            wait = place.rest(job)
            if wait > NAP or self.reader.is_late:
                return wait if place.age < PATIENCE else None
            self.reader.watch.alive()
            time.sleep(wait)

    def _job(self, place: Shipment) -> Job | None:
        """None when Salesforce has begun nothing, or knows of no such job: then its changes wait again."""
        try:
            job = ingest.look(self.reader.client, place.job_id)
            if not job.is_open:
                return job
            ingest.abort(self.reader.client, place.job_id)
        except NotFound:
            log.warning("shipment.lost", object=self.plan.name, job=place.job_id)
        with self.connection.transaction():
            self.connection.execute(outbox.TAKE_TURNS)
            self.connection.execute("DELETE FROM person_shipment WHERE job_id = %s", [place.job_id])
            self._give_back()
        return None

    def _take(self, place: Shipment, job: Job) -> float | None:
        """Takes the answers, those that are not here yet; what no file names waits again."""
        if not self._is_of_now(place):
            here = "UPDATE person_change SET cycle = %s WHERE sfdc_type = %s AND state = 'sending'"
            self.connection.execute(here, [self.cycle.pk, self.plan.name])
        if job.error:
            log.warning("shipment.failed", object=self.plan.name, job=job.id, seen=job.error)
        for kind, number in ((ingest.TAKEN, job.rows - job.failed), (ingest.REFUSED, job.failed)):
            if number > 0 and not self._hear(place, kind):
                return 0
        with self.connection.transaction():
            self.connection.execute(outbox.TAKE_TURNS)
            manifest.blame(self.connection, self.plan.name, job.error)
            self._give_back()
            ended = "UPDATE person_shipment SET state = 'done', cycle = %s WHERE job_id = %s"
            self.connection.execute(ended, [self.cycle.pk, place.job_id])
        return None

    def _hear(self, place: Shipment, kind: ingest.Kind) -> bool:
        """False when time is up before the end of the file."""
        with closing(ingest.results(self.reader.client, place.job_id, kind)) as rows:
            for some in _parted(rows):
                self.reader.watch.alive()
                parcels = self._parcels(place, list(some))
                answers.note(self.connection, [(parcels[each], some[each]) for each in parcels])
                if self.reader.is_late:
                    return False
        return True

    def _parcels(self, place: Shipment, ids: list[str]) -> dict[str, Parcel]:
        asked = {"ids": ids, "since": place.asked_at}
        rows = self.connection.execute(read("sync", "shipment_parcels").encode(), asked)
        return {sfdc_id: Parcel(sfdc_id, numbers) for sfdc_id, numbers in rows}

    def _give_back(self) -> None:
        """What was sent is remembered, so that a value which is there already is known as ours."""
        waiting = "UPDATE person_change SET state = 'waiting' WHERE sfdc_type = %s AND state = 'sending'"
        self.connection.execute(waiting, [self.plan.name])


def _parted(rows: Iterator[tuple[str, Taken]]) -> Iterator[Mapping[str, Taken]]:
    while some := dict(itertools.islice(rows, AT_ONCE)):
        yield some


def is_in_the_air(connection: Connection, object_name: str) -> bool:
    """Whether reading its records now would only read a part of what we write."""
    young = "SELECT FROM person_shipment WHERE object = %s AND state <> 'done' AND asked_at > now() - %s"
    asked = [object_name, datetime.timedelta(seconds=PATIENCE)]
    return connection.execute(young, asked).rowcount > 0
