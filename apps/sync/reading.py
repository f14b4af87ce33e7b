"""Reads one object: asks Salesforce for it, waits for the Bulk job, takes page after page until time is up.

What Bulk refuses, and what fits into one answer, goes by REST in the order of the Ids; a Bulk job that is gone or came
to nothing is asked for again, and what it repeats changes nothing.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator
from typing import Any

from psycopg import sql

from apps.marketing.database import Connection
from apps.salesforce import bulk
from apps.salesforce.client import Client
from apps.salesforce.errors import CursorGone, NotFound, NotReady, ObjectNotSupported
from apps.sync import ahead, checkpoints, pages
from apps.sync.checkpoints import Checkpoint
from apps.sync.errors import ColumnsChanged, JobFailed
from apps.sync.pages import NOW
from apps.sync.plan import Plan
from apps.sync.reader import Query, Reader

ONE_ANSWER = 2000  # records that REST gives at once; a Bulk job costs three calls or more
NO_JOB = "rest"
SHORT, LONG = 0.3, 15.0  # seconds between two looks at a job
MOST_ATTEMPTS = 4


def ask(reader: Reader, query: Query, checkpoint: Checkpoint) -> Checkpoint:
    """Ask for the object, unless it was asked for already; Salesforce works while we load others."""
    if checkpoint.job_id or checkpoint.is_done:
        return checkpoint
    is_first = checkpoint.purpose == "initial"
    here = _records_here(reader.connection, query.plan) if is_first else 0
    job_id = _job(reader.client, query, checkpoint)
    return checkpoints.move(
        reader.connection,
        checkpoint,
        job_id=job_id,
        way="rest" if job_id == NO_JOB else "bulk",
        pages=0,
        rows=0,
        kept=here,
        is_direct=is_first and here == 0,
        asked_at=NOW,
        ceiling=reader.client.server_time or NOW,
    )


def carry_on(reader: Reader, query: Query, checkpoint: Checkpoint) -> float | None:
    """Seconds after which to come again; None when the object is finished. Raises JobFailed, Overtaken."""
    checkpoint = ask(reader, query, checkpoint)
    try:
        return _by_rest(reader, query, checkpoint) if checkpoint.way == "rest" else _by_bulk(reader, query, checkpoint)
    except CursorGone:
        if checkpoint.way == "bulk":
            _forget(reader.connection, _now(reader, checkpoint))
        return 0  # by REST, the next turn asks from the last Id on
    except (NotFound, NotReady, ColumnsChanged) as error:
        _give_up(reader.connection, _now(reader, checkpoint), str(error))
        return 0


def _now(reader: Reader, checkpoint: Checkpoint) -> Checkpoint:
    """Where it stands after the pages that went well."""
    return checkpoints.of(reader.connection, checkpoint.purpose)[checkpoint.object]


def _records_here(connection: Connection, plan: Plan) -> int:
    (here,) = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(plan.table)).fetchone() or (0,)
    return int(here)


def _job(client: Client, query: Query, checkpoint: Checkpoint) -> str:
    if checkpoint.expected is not None and checkpoint.expected <= ONE_ANSWER:
        return NO_JOB
    try:
        return bulk.create(client, query.plan.soql(query.where), deleted=query.deleted).id
    except ObjectNotSupported:
        return NO_JOB


def _by_bulk(reader: Reader, query: Query, checkpoint: Checkpoint) -> float | None:
    if checkpoint.pages == 0 and (wait := _until_complete(reader, checkpoint)) is not None:
        return wait
    read = _straight if checkpoint.is_direct else ahead.read
    checkpoint = read(reader, query.plan, checkpoint, watermark=query.watermark)
    return None if checkpoint.is_done else 0


def _straight(reader: Reader, plan: Plan, checkpoint: Checkpoint, **at_end: Any) -> Checkpoint:
    """Page after page into an empty table, where COPY is all there is to do."""
    while True:
        checkpoint = pages.from_bulk(reader, plan, checkpoint, **at_end)
        reader.on_page(checkpoint)
        if checkpoint.is_done or reader.is_late:
            return checkpoint


def _until_complete(reader: Reader, checkpoint: Checkpoint) -> float | None:
    """None once the job is complete; else how long to stay away. The older the job, the less often we look."""
    while True:
        job = bulk.look(reader.client, checkpoint.job_id or "")
        if job.is_done:
            return None
        if job.is_over:
            _give_up(reader.connection, checkpoint, job.error or job.state)
            return SHORT
        reader.watch.alive()
        wait = min(LONG, max(SHORT, _age(checkpoint) / 3))
        if wait > 1 or reader.is_late:
            return wait
        time.sleep(wait)


def _age(checkpoint: Checkpoint) -> float:
    asked_at = checkpoint.asked_at or datetime.datetime.now(datetime.UTC)
    return (datetime.datetime.now(datetime.UTC) - asked_at).total_seconds()


def _give_up(connection: Connection, checkpoint: Checkpoint, seen: str) -> None:
    """A job that came to nothing is asked for again; after some of them it is time to say so. Raises JobFailed."""
    _forget(connection, checkpoint)
    if checkpoint.attempts + 1 >= MOST_ATTEMPTS:
        raise JobFailed(object=checkpoint.object, seen=seen)


def _forget(connection: Connection, checkpoint: Checkpoint) -> None:
    """The next turn asks for a new job; what is here already stays, and is not taken for new."""
    checkpoints.move(connection, checkpoint, job_id=None, locator=None, pages=0, attempts=checkpoint.attempts + 1)


def _by_rest(reader: Reader, query: Query, checkpoint: Checkpoint) -> float | None:
    for records, is_last in _answers(reader.client, query, checkpoint.locator):
        locator = records[-1]["Id"] if records else checkpoint.locator
        changes = {"locator": locator, **({"watermark": query.watermark} if is_last else {})}
        checkpoint = pages.from_rest(reader, query.plan, checkpoint, records, is_done=is_last, **changes)
        reader.on_page(checkpoint)
        if reader.is_late and not is_last:
            return 0
    return None


def _answers(client: Client, query: Query, after: str | None) -> Iterator[tuple[list[Any], bool]]:
    conditions = [query.where] if query.where else []
    conditions += [f"Id > '{after}'"] if after else []
    answer = client.query(query.plan.soql(" AND ".join(conditions), order="Id"), deleted=query.deleted)
    while True:
        yield answer["records"], answer["done"]
        if answer["done"]:
            return
        answer = client.get(answer["nextRecordsUrl"])
