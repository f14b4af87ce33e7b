"""A session in which one page at a time arrives, in a thread of its own, until it is taken over into its table."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self

from apps.salesforce import bulk
from apps.salesforce.bulk import Page
from apps.sync import checkpoints, loader, pages, statements
from apps.sync.checkpoints import Checkpoint
from apps.sync.plan import Plan
from apps.sync.reader import Reader
from apps.sync.watch import EVERY, watched

LARGEST = 50_000  # records: a page that stays in PostgreSQL's caches, and of which two overlap soon


class Dropped(Exception):
    """The page that arrives is not wanted any more; its session rolls back."""


class Lane:
    def __init__(self, reader: Reader, plan: Plan, thread: ThreadPoolExecutor) -> None:
        self._reader = reader
        self._plan = plan
        self._thread = thread
        self._opened = ExitStack()
        self._is_dropped = threading.Event()
        self._page: Page | None = None
        self._copied: Future[tuple[int | None, float]] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.drop()

    @property
    def is_under_way(self) -> bool:
        return self._copied is not None

    def begin(self, checkpoint: Checkpoint, locator: str | None, *, is_ahead: bool = False) -> None:
        """Returns when the answer begins. ``is_ahead``: raises LockNotAvailable rather than wait.

        Whoever changes the table's columns waits until this page is committed. Another page must not wait for him
        meanwhile, so each takes the table first, for all that it will do to it.
        """
        size = min(LARGEST, checkpoint.page_size or pages.FIRST)
        answer = bulk.open_page(self._reader.client, checkpoint.job_id or "", locator, size, spool=True)
        self._page = self._opened.enter_context(answer)
        self._opened.enter_context(self._reader.connection.transaction())
        self._reader.connection.execute(statements.take_table(self._plan, waits=not is_ahead))
        self._is_dropped.clear()
        self._copied = self._thread.submit(self._copy, self._page)

    def arrived(self) -> str | None:
        """The next page's locator, once this page is here. Raises what the watch raises, and what went wrong."""
        page, copied = self._under_way()
        while not wait([copied], EVERY).done:
            self._reader.watch.alive()
        copied.result()
        return page.next_locator

    def take_over(self, checkpoint: Checkpoint, **at_end: Any) -> Checkpoint:
        """Raises Overtaken, and what the watch or Salesforce raises when the page has to be read again."""
        page, copied = self._under_way()
        landed, seconds = copied.result()
        began = time.monotonic()
        with self._opened:
            checkpoints.hold(self._reader.connection, checkpoint)
            loaded = loader.take_over(
                self._reader.connection,
                self._plan,
                lambda: watched(page.chunks(), self._reader.watch),
                page.rows,
                landed,
                counts=self._reader.counts,
            )
            seconds += time.monotonic() - began
            return pages.past(self._reader, checkpoint, loaded, page.next_locator, seconds, **at_end)

    def drop(self) -> None:
        self._is_dropped.set()
        if self._copied is not None:
            wait([self._copied])
        self._opened.__exit__(Dropped, Dropped(), None)
        self._copied = None

    def _under_way(self) -> tuple[Page, Future[tuple[int | None, float]]]:
        if self._page is None or self._copied is None:
            raise RuntimeError("No page is under way")
        return self._page, self._copied

    def _copy(self, page: Page) -> tuple[int | None, float]:
        """What COPY says of the records that landed, and the seconds that it took."""
        began = time.monotonic()
        landed = loader.beside(self._reader.connection, self._plan, lambda: self._until_dropped(page.chunks()))
        return landed, time.monotonic() - began

    def _until_dropped(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            if self._is_dropped.is_set():
                raise Dropped
            yield chunk
