"""One page is one transaction: its records, its row errors, its counts, and the checkpoint that moves past it."""

from __future__ import annotations

import time
from typing import Any

from psycopg import sql

from apps.salesforce import bulk
from apps.sync import checkpoints, loader
from apps.sync.checkpoints import Checkpoint
from apps.sync.loader import Loaded, Tally
from apps.sync.plan import Plan
from apps.sync.reader import Reader
from apps.sync.watch import watched
from apps.tenants.sql import read

FIRST, SMALLEST, LARGEST = 20_000, 10_000, 250_000  # records a page
AIM = 4.0  # seconds a page
NOW = sql.SQL("clock_timestamp()")


def from_bulk(reader: Reader, plan: Plan, checkpoint: Checkpoint, **at_end: Any) -> Checkpoint:
    """Takes the page at the checkpoint into an empty table; ``at_end`` goes with the last one.

    Raises Overtaken, and what the watch or Salesforce raises.
    """
    began, size = time.monotonic(), checkpoint.page_size or FIRST
    with (
        bulk.open_page(reader.client, checkpoint.job_id or "", checkpoint.locator, size, spool=True) as page,
        reader.connection.transaction(),
    ):
        checkpoints.hold(reader.connection, checkpoint)
        loaded = loader.into_empty(reader.connection, plan, lambda: watched(page.chunks(), reader.watch), page.rows)
        return past(reader, checkpoint, loaded, page.next_locator, time.monotonic() - began, **at_end)


def from_rest(
    reader: Reader, plan: Plan, checkpoint: Checkpoint, records: list[Any], *, is_done: bool, **changes: Any
) -> Checkpoint:
    """Takes records of an answer by REST; ``changes`` say where the checkpoint stands then. Raises Overtaken."""
    with reader.connection.transaction():
        checkpoints.hold(reader.connection, checkpoint)
        loaded = loader.from_rest(reader.connection, plan, records, counts=reader.counts)
        return _past(reader, checkpoint, loaded, is_done=is_done, **changes)


def past(
    reader: Reader, checkpoint: Checkpoint, loaded: Loaded, locator: str | None, seconds: float, **at_end: Any
) -> Checkpoint:
    """Moves the checkpoint past a page that took so long, to the next one's locator, in the page's transaction."""
    speed = loaded.rows / max(seconds, 0.001)
    changes = {"locator": locator, "page_size": _size(speed), **({} if locator else at_end)}
    return _past(reader, checkpoint, loaded, is_done=locator is None, **changes)


def _size(speed: float) -> int:
    """Round figures: a server that keeps results in blocks need not cut them."""
    return max(SMALLEST, min(LARGEST, int(speed * AIM) // SMALLEST * SMALLEST))


def _count(reader: Reader, checkpoint: Checkpoint, loaded: Loaded) -> None:
    tally = vars(loaded.tally or Tally(new=loaded.rows))
    counted = {"rows": loaded.rows, "refused": loaded.refused, "errors": loaded.errors, "cycle": reader.cycle}
    reader.connection.execute(read("sync", "count_page").encode(), {**checkpoint.place, **counted, **tally})


def _past(reader: Reader, checkpoint: Checkpoint, loaded: Loaded, *, is_done: bool, **changes: Any) -> Checkpoint:
    _count(reader, checkpoint, loaded)
    return checkpoints.move(
        reader.connection,
        checkpoint,
        pages=checkpoint.pages + 1,
        rows=checkpoint.rows + loaded.rows,
        attempts=0,
        saved_at=NOW,
        is_done=is_done,
        finished_at=NOW if is_done else None,
        **changes,
    )
