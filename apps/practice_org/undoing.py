"""Takes back single writes of an open transaction, which the database by itself can only take back as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from apps.practice_org import quoting
from apps.practice_org.storage import Connection

Before = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Journal:
    """What stood there before each write; None for a record that is new."""

    cursor: Connection
    entries: list[tuple[str, str, Before | None]] = field(default_factory=list)

    def note(self, table: str, record_id: str, before: Before | None) -> None:
        self.entries.append((table, record_id, before))

    def mark(self) -> int:
        return len(self.entries)

    def undo(self, mark: int) -> None:
        """Everything since the mark, newest first."""
        while len(self.entries) > mark:
            table, record_id, before = self.entries.pop()
            self.cursor.execute(f'DELETE FROM {quoting.name(table)} WHERE "Id" = ?', [record_id])
            if before is not None:
                insert(self.cursor, table, before)


def insert(cursor: Connection, table: str, values: Before) -> None:
    names = ", ".join(quoting.name(name) for name in values)
    marks = ", ".join("?" for _ in values)
    cursor.execute(f"INSERT INTO {quoting.name(table)} ({names}) VALUES ({marks})", list(values.values()))
