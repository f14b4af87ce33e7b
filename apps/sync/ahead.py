"""Pages for a table that is not empty: while one is taken over, the next already arrives beside it in another session.

Only what nobody else sees is done ahead. Records, errors and checkpoint are written in the order of the pages, each in
its own transaction once the page before it is committed, so a worker that dies still repeats one page at most.
"""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

from psycopg import errors

from apps.salesforce.errors import SalesforceError
from apps.sync.checkpoints import Checkpoint
from apps.sync.lane import Lane
from apps.sync.plan import Plan
from apps.sync.reader import Reader

# PostgreSQL has no room while somebody changes the table's columns, Salesforce may ask for a pause: both are met
# again, and dealt with, when it is this page's turn
NOT_YET = (errors.LockNotAvailable, SalesforceError)


def read(reader: Reader, plan: Plan, checkpoint: Checkpoint, **at_end: Any) -> Checkpoint:
    """Page after page to the last one, or until time is up. Raises what ``pages.from_bulk`` raises."""
    with ExitStack() as opened:
        thread = opened.enter_context(ThreadPoolExecutor(max_workers=1))
        lanes = [opened.enter_context(Lane(each, plan, thread)) for each in _readers(reader, opened)]
        while True:
            lane = lanes[0]
            if not lane.is_under_way:
                lane.begin(checkpoint, checkpoint.locator)
            locator = lane.arrived()
            if locator and not reader.is_late:
                _begin_ahead(lanes, checkpoint, locator)
            checkpoint = lane.take_over(checkpoint, **at_end)
            reader.on_page(checkpoint)
            lanes.reverse()
            if checkpoint.is_done or (reader.is_late and not lanes[0].is_under_way):
                return checkpoint


def _readers(reader: Reader, opened: ExitStack) -> list[Reader]:
    if reader.beside is None:
        return [reader]
    return [reader, dataclasses.replace(reader, connection=opened.enter_context(reader.beside()))]


def _begin_ahead(lanes: list[Lane], checkpoint: Checkpoint, locator: str) -> None:
    if len(lanes) == 1:
        return
    try:
        lanes[1].begin(checkpoint, locator, is_ahead=True)
    except NOT_YET:
        lanes[1].drop()
