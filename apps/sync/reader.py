"""Who reads: with which session and client, for which cycle, until when, and who hears of each page."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from apps.marketing.database import Connection
from apps.salesforce.client import Client
from apps.sync.checkpoints import Checkpoint
from apps.sync.plan import Plan
from apps.sync.watch import Watch


@dataclass(frozen=True)
class Reader:
    """``deadline`` is by ``time.monotonic``. ``counts``: say of each page what it changed.

    ``beside`` opens another session, for pages that arrive ahead.
    """

    connection: Connection
    client: Client
    watch: Watch
    cycle: int
    deadline: float
    on_page: Callable[[Checkpoint], None]
    counts: bool = False
    beside: Callable[[], AbstractContextManager[Connection]] | None = None

    @property
    def is_late(self) -> bool:
        return time.monotonic() > self.deadline


@dataclass(frozen=True)
class Query:
    """What is read: a plan with a condition; ``deleted`` shows deleted records and archived activities too.

    ``watermark`` is what all changes are known until, once the read is through.
    """

    plan: Plan
    where: str = ""
    deleted: bool = False
    watermark: datetime.datetime | None = None
