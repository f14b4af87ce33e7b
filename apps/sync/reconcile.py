"""Finds records that are here and no longer in Salesforce, after a time of which nobody kept a list of deletions.

Salesforce's Ids are read by one Bulk job and compared here. A few missing records are marked at once; many are shown
first, and marked when a person says so. What came back in the meantime has a newer stamp, and is left alone.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.db.models.functions import Now

from apps.salesforce import bulk
from apps.salesforce.errors import NotFound, ObjectNotSupported
from apps.sync import events, operations, statements, switches
from apps.sync.models import Cycle, Reconcile
from apps.sync.plan import Plan
from apps.sync.reader import Reader
from apps.tenants.models import Instance
from apps.tenants.sql import read
from apps.timeline import history, live
from apps.timeline.kinds import Kind

FEW, FEW_PERCENT = 20, 1  # are marked without a question
SAMPLES = 10
OVERLAP = datetime.timedelta(minutes=5)
State = Reconcile.State


def need(instance: Instance, object_name: str) -> None:
    """Asked again while one is open, it changes nothing."""
    Reconcile.objects.bulk_create([Reconcile(instance=instance, object=object_name)], ignore_conflicts=True)


def waiting(instance: Instance) -> int:
    """How many missing records wait for somebody's decision."""
    rows = Reconcile.objects.of(instance).filter(state=State.PREVIEW)
    return rows.aggregate(number=Sum("missing"))["number"] or 0


@transaction.atomic
def confirm(instance: Instance, object_name: str, *, seen: int, by: Any) -> bool:
    """The next cycle, which begins now, marks what was shown. False when not ``seen`` records wait for it."""
    rows = Reconcile.objects.of(instance).filter(missing=seen)
    return _decided(rows, object_name, State.CONFIRMED, events.MARKED, by)


@transaction.atomic
def leave(instance: Instance, object_name: str, *, by: Any) -> bool:
    """They stay as they are; the next gap asks again."""
    return _decided(Reconcile.objects.of(instance), object_name, State.LEFT, events.LEFT, by)


def _decided(rows: QuerySet[Reconcile], object_name: str, state: str, event: Kind, by: Any) -> bool:
    row = rows.select_related("instance").filter(object=object_name, state=State.PREVIEW).first()
    if row is None:
        return False
    _keep(row, state=state, **({"ended_at": Now()} if state == State.LEFT else {}))
    history.record(row.instance, event, actor=by, object=object_name, records=row.missing)
    switches.hasten(row.instance)
    return True


def carry_on(reader: Reader, cycle: Cycle, plans: dict[str, Plan]) -> bool:
    """False while a job of Salesforce's is waited for; a later cycle goes on then."""
    rows = Reconcile.objects.of(cycle.instance).filter(state__in=[State.ASKED, State.CONFIRMED])
    results = [_step(reader, cycle, row, plans[row.object]) for row in rows if row.object in plans]
    return all(results)


def _step(reader: Reader, cycle: Cycle, row: Reconcile, plan: Plan) -> bool:
    reader.watch.alive()
    if row.state == State.CONFIRMED:
        _mark(reader, cycle, row, plan)
        return True
    before = reader.client.calls
    try:
        return _compare(reader, cycle, row, plan)
    finally:
        _keep(row, calls=row.calls + reader.client.calls - before)


def _compare(reader: Reader, cycle: Cycle, row: Reconcile, plan: Plan) -> bool:
    try:
        if not row.job_id:
            job_id = bulk.create(reader.client, _soql(plan), deleted=_deleted(plan)).id
            _keep(row, job_id=job_id, asked_at=_clock(reader))
        job = bulk.look(reader.client, row.job_id)
        if job.is_done:
            _found(reader, cycle, row, plan, _by_bulk(reader, row.job_id))
        elif job.is_over:
            _keep(row, job_id="")
        return bool(job.is_done)
    except NotFound:  # Salesforce forgot the job: asked for again by the next cycle
        _keep(row, job_id="")
        return False
    except ObjectNotSupported:
        _keep(row, asked_at=_clock(reader))
        records = reader.client.query_all(_soql(plan), deleted=_deleted(plan))
        _found(reader, cycle, row, plan, (f"{record['Id']}\n".encode() for record in records))
        return True


def _found(reader: Reader, cycle: Cycle, row: Reconcile, plan: Plan, ids: Iterator[bytes]) -> None:
    connection = reader.connection
    with connection.transaction():
        connection.execute("CREATE TEMPORARY TABLE there (sfdc_id text) ON COMMIT DROP")
        with connection.cursor() as cursor, cursor.copy("COPY there FROM STDIN WITH (FORMAT csv)") as copying:
            for chunk in ids:
                copying.write(chunk)
                reader.watch.alive()
        connection.execute(read("sync", "forget_missing").encode(), {"object": plan.name})
        named = {"object": plan.name, "before": (row.asked_at or _clock(reader)) - OVERLAP}
        missing = connection.execute(statements.of_missing("find_missing", plan), named).rowcount
        (here,) = connection.execute(statements.of_missing("count_here", plan)).fetchone() or (0,)
        asked = {"object": plan.name, "most": SAMPLES}
        samples = [each for (each,) in connection.execute(read("sync", "sample_missing").encode(), asked)]
    _keep(row, missing=missing, here=here, samples=samples, job_id="")
    if missing <= FEW and missing * 100 <= here * FEW_PERCENT:
        _mark(reader, cycle, row, plan)
        return
    _keep(row, state=State.PREVIEW)
    history.record(cycle.instance, events.MISSING, object=plan.name, records=missing)
    live.moved(cycle.instance_id, "sync-status")


def _mark(reader: Reader, cycle: Cycle, row: Reconcile, plan: Plan) -> None:
    with reader.connection.transaction():
        marked = reader.connection.execute(statements.of_missing("mark_missing", plan), {"object": plan.name}).rowcount
        reader.connection.execute(read("sync", "forget_missing").encode(), {"object": plan.name})
    if marked:
        operations.note_deleted(cycle, plan.name, marked)
    _keep(row, state=State.DONE, marked=marked, ended_at=Now())


def _by_bulk(reader: Reader, job_id: str) -> Iterator[bytes]:
    """Ids, a line each, without the header that each page repeats."""
    locator: str | None = None
    while True:
        with bulk.open_page(reader.client, job_id, locator) as page:
            yield from _without_header(page.chunks())
            locator = page.next_locator
        if locator is None:
            return


def _without_header(chunks: Iterator[bytes]) -> Iterator[bytes]:
    head = b""
    for chunk in chunks:
        head += chunk
        if b"\n" in head:
            yield from itertools.chain([head.partition(b"\n")[2]], chunks)


def _soql(plan: Plan) -> str:
    where = " WHERE IsDeleted = false" if _deleted(plan) else ""
    return f"SELECT Id FROM {plan.name}{where}"  # noqa: S608


def _deleted(plan: Plan) -> bool:
    """Only queryAll shows archived activities."""
    return plan.object.includes_archived


def _clock(reader: Reader) -> datetime.datetime:
    now = datetime.datetime.now(datetime.UTC)
    return min(reader.client.server_time or now, now)


def _keep(row: Reconcile, **columns: object) -> None:
    Reconcile.objects.of(row.instance).filter(pk=row.pk).update(**columns)
    for name, value in columns.items():
        setattr(row, name, value)
