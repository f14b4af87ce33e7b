"""How far each object is read: a row beside the records, moved by compare-and-swap in the page's own transaction."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from psycopg import sql
from psycopg.rows import class_row

from apps.marketing.database import Connection
from apps.sync.errors import Overtaken
from apps.tenants.sql import read

Purpose = Literal["initial", "cycle", "calculated", "backfill"]


@dataclass(frozen=True)
class Checkpoint:
    """``job_id`` and ``locator`` are Salesforce's; of a read by REST, ``locator`` is the last Id that is here."""

    object: str
    purpose: Purpose
    way: Literal["", "bulk", "rest"]
    job_id: str | None
    locator: str | None
    is_done: bool
    is_direct: bool
    expected: int | None
    pages: int
    rows: int
    kept: int
    attempts: int
    page_size: int
    started_at: datetime.datetime | None
    asked_at: datetime.datetime | None
    saved_at: datetime.datetime | None
    finished_at: datetime.datetime | None
    ceiling: datetime.datetime | None
    watermark: datetime.datetime | None

    @property
    def here(self) -> int:
        """Records that are in the table; a job that is read anew repeats what was kept."""
        return max(self.kept, self.rows)

    @property
    def place(self) -> dict[str, Any]:
        return {
            "object": self.object,
            "purpose": self.purpose,
            "job_id": self.job_id,
            "locator": self.locator,
            "pages": self.pages,
        }


def lay(connection: Connection, objects: Iterable[str], purpose: Purpose) -> None:
    connection.execute(read("sync", "lay_checkpoints").encode(), {"objects": list(objects), "purpose": purpose})


def of(connection: Connection, purpose: Purpose) -> dict[str, Checkpoint]:
    with connection.cursor(row_factory=class_row(Checkpoint)) as cursor:
        cursor.execute("SELECT * FROM sync_checkpoint WHERE purpose = %s", [purpose])
        return {row.object: row for row in cursor}


def hold(connection: Connection, checkpoint: Checkpoint) -> None:
    """Within a transaction. Raises Overtaken."""
    if connection.execute(read("sync", "hold_checkpoint").encode(), checkpoint.place).rowcount == 0:
        raise Overtaken(object=checkpoint.object)


def move(connection: Connection, checkpoint: Checkpoint, **changes: Any) -> Checkpoint:
    """The checkpoint as it is now. Raises Overtaken."""
    assigned = sql.SQL(", ").join(
        sql.SQL("{} = {}").format(sql.Identifier(name), value) for name, value in changes.items()
    )
    statement = sql.SQL(read("sync", "move_checkpoint")).format(changes=assigned)
    with connection.cursor(row_factory=class_row(Checkpoint)) as cursor:
        moved = cursor.execute(statement, checkpoint.place).fetchone()
    if moved is None:
        raise Overtaken(object=checkpoint.object)
    return moved


def open_again(connection: Connection, checkpoint: Checkpoint) -> None:
    connection.execute(read("sync", "open_again").encode(), checkpoint.place)
