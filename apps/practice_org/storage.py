"""The records of each org in a DuckDB file of its own; one engine serves all files, so hundreds of orgs are cheap."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb

from apps.practice_org import doubles, quoting

MOST_OPEN = 32  # orgs at once; to open one again takes about ten milliseconds
LOCK_PATIENCE_S = 20.0  # a killed process gives its lock back when the kernel has buried it

Connection = duckdb.DuckDBPyConnection


class Closed(Exception):
    """The process is about to end; whoever still works carries on after the next start."""


class Engine:
    """Attaches the files of orgs under the names of their folders."""

    def __init__(self, folder: Path) -> None:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "threads": min(2, _cores()),
            "memory_limit": "3GB",
            "temp_directory": str(folder / "spill"),
        }
        self._connection = duckdb.connect(":memory:", config=settings)
        for macro in doubles.MACROS:
            self._connection.execute(macro)
        self._attaching = threading.Lock()
        self._attached: dict[str, Storage] = {}

    def opened(self, storage: Storage) -> None:
        """Closes whom nobody has used for longest, and nobody uses now, until there are few enough."""
        self._attached[storage.name] = storage
        by_use = sorted(self._attached.copy().values(), key=lambda one: one.used_at)
        for other in by_use[:-MOST_OPEN]:
            if other.close_if_idle():
                self._attached.pop(other.name, None)

    def attach(self, path: Path, name: str) -> None:
        deadline = time.monotonic() + LOCK_PATIENCE_S
        while True:
            try:
                with self._attaching:
                    self._connection.execute(f"ATTACH {quoting.text(str(path))} AS {quoting.name(name)}")
            except duckdb.IOException:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
            else:
                return

    def detach(self, name: str) -> None:
        with self._attaching:
            self._connection.execute(f"CHECKPOINT {quoting.name(name)}")
            self._connection.execute(f"DETACH {quoting.name(name)}")

    @contextlib.contextmanager
    def cursor(self, name: str) -> Iterator[Connection]:
        cursor = self._connection.cursor()
        try:
            cursor.execute(f"USE {quoting.name(name)}")
            yield cursor
        finally:
            cursor.close()

    def close(self) -> None:
        self._connection.close()


def _cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Storage:
    """`fill` writes the records of a new org; it runs once, and a killed fill leaves nothing behind."""

    def __init__(self, engine: Engine, folder: Path, fill: Callable[[Connection], None]) -> None:
        self._engine = engine
        self._folder = folder
        self.name = folder.name
        self._fill = fill
        self._opening = threading.Lock()
        self._writing = threading.RLock()
        self._open = threading.local()
        self._readers = 0
        self.is_open = False
        self._is_over = False
        self.used_at = 0.0

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Inside a thread's own transaction, that transaction's view of the records."""
        if (writer := self._writer()) is not None:
            yield writer
            return
        with self._in_use(), self._engine.cursor(self.name) as cursor:
            yield cursor

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """One writer at a time; what it did is undone when it raises. Inside another one it is part of that one."""
        if (writer := self._writer()) is not None:
            yield writer
            return
        with self._writing, self.reading() as cursor:
            cursor.execute("BEGIN")
            self._open.cursor = cursor
            try:
                yield cursor
            except BaseException:
                cursor.execute("ROLLBACK")
                raise
            else:
                cursor.execute("COMMIT")
            finally:
                self._open.cursor = None

    @property
    def is_writing(self) -> bool:
        """Whether this thread has a transaction open."""
        return self._writer() is not None

    def _writer(self) -> Connection | None:
        found: Connection | None = getattr(self._open, "cursor", None)
        return found

    def open(self) -> None:
        with self._in_use():
            pass

    @contextlib.contextmanager
    def _in_use(self) -> Iterator[None]:
        """Attaches the file, fills it first when there is none, and keeps it from being closed."""
        with self._opening:
            if self._is_over:
                raise Closed
            was_open = self.is_open
            if not was_open:
                self._attach()
            self._readers += 1
            self.used_at = time.monotonic()
        try:
            if not was_open:
                self._engine.opened(self)
            yield
        finally:
            with self._opening:
                self._readers -= 1

    def _attach(self) -> None:
        path = self._folder / "records.duckdb"
        if not path.exists():
            self._make(path)
        self._engine.attach(path, self.name)
        self.is_open = True

    def close_if_idle(self) -> bool:
        """Whoever opens an org waits for nobody: one that is being opened or read is left alone."""
        if not self._opening.acquire(blocking=False):
            return False
        try:
            if self.is_open and not self._readers:
                self._detach()
            return not self.is_open
        finally:
            self._opening.release()

    def close(self) -> None:
        """For good, once the write that is under way has ended."""
        with self._writing, self._opening:
            self._is_over = True
            if self.is_open:
                self._detach()

    def _detach(self) -> None:
        self._engine.detach(self.name)
        self.is_open = False

    def _make(self, path: Path) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        for left in self._folder.glob("filling.duckdb*"):
            left.unlink()
        unfinished, name = self._folder / "filling.duckdb", f"{self.name} filling"
        self._engine.attach(unfinished, name)
        with self._engine.cursor(name) as cursor:
            cursor.execute("BEGIN")
            self._fill(cursor)
            cursor.execute("COMMIT")
        self._engine.detach(name)
        unfinished.rename(path)


def fetch_dicts(cursor: Connection, statement: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
    cursor.execute(statement, values or [])
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
