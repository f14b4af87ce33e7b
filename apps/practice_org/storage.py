"""The records of one org in a DuckDB file of its own, made when somebody first asks for them."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb

SETTINGS: dict[str, str | bool | int | float | list[str]] = {"threads": 2, "memory_limit": "2GB"}
LOCK_PATIENCE_S = 20.0  # a killed process gives its lock back when the kernel has buried it

Connection = duckdb.DuckDBPyConnection


class Storage:
    """`fill` writes the records of a new org; it runs once, and a killed fill leaves nothing behind."""

    def __init__(self, folder: Path, fill: Callable[[Connection], None]) -> None:
        self.folder = folder
        self._path = folder / "records.duckdb"
        self._fill = fill
        self._connection: Connection | None = None
        self._opening = threading.Lock()
        self._writing = threading.RLock()

    @property
    def is_open(self) -> bool:
        return self._connection is not None

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        cursor = self.open().cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """One writer at a time; what it did is undone when it raises."""
        with self._writing, self.reading() as cursor:
            cursor.execute("BEGIN")
            try:
                yield cursor
            except BaseException:
                cursor.execute("ROLLBACK")
                raise
            cursor.execute("COMMIT")

    def close(self) -> None:
        with self._opening:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def open(self) -> Connection:
        """Opens the file, and fills it first when there is none."""
        if self._connection is None:
            with self._opening:
                if self._connection is None:
                    self._connection = self._connect()
        return self._connection

    def _connect(self) -> Connection:
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self._path.exists():
            self._make()
        return _patiently(self._path)

    def _make(self) -> None:
        unfinished = self.folder / "filling.duckdb"
        for left in self.folder.glob("filling.duckdb*"):
            left.unlink()
        connection = duckdb.connect(str(unfinished), config=SETTINGS)
        connection.execute("BEGIN")
        self._fill(connection)
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT")
        connection.close()
        unfinished.rename(self._path)


def _patiently(path: Path) -> Connection:
    deadline = time.monotonic() + LOCK_PATIENCE_S
    while True:
        try:
            return duckdb.connect(str(path), config=SETTINGS)
        except duckdb.IOException:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def fetch_dicts(cursor: Connection, statement: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
    cursor.execute(statement, values or [])
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
