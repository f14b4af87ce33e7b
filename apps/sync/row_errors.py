"""Values that could not be taken over, grouped by cause: 48 of them are three problems."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from psycopg.rows import class_row

from apps.marketing.database import Connection
from apps.tenants.sql import read


@dataclass(frozen=True)
class Cause:
    """``code`` is PostgreSQL's (22P02: no such value of the type; 22008: out of range; 54000: too long), or GW001."""

    object: str
    field: str
    code: str
    is_refused: bool
    number: int
    reason: str
    example: str | None
    at: datetime.datetime


@dataclass(frozen=True)
class RowError:
    object: str
    record_id: str
    field: str
    value: str | None
    code: str
    reason: str
    is_refused: bool
    at: datetime.datetime


def number(connection: Connection) -> int:
    (found,) = connection.execute("SELECT count(*) FROM sync_row_error").fetchone() or (0,)
    return int(found)


def causes(connection: Connection) -> list[Cause]:
    with connection.cursor(row_factory=class_row(Cause)) as cursor:
        return cursor.execute(read("sync", "row_error_causes").encode()).fetchall()


def of(
    connection: Connection, object_name: str = "", field: str = "", *, records: list[str] | None = None, most: int
) -> list[RowError]:
    """The newest first; all of them, of one object, or of one field. ``records``: the first 15 letters of their Ids."""
    statement = read("sync", "row_errors").encode()
    asked = {"object": object_name, "field": field, "records": records, "most": most}
    with connection.cursor(row_factory=class_row(RowError)) as cursor:
        return cursor.execute(statement, asked).fetchall()


def of_records(connection: Connection, object_name: str, ids: list[str]) -> list[RowError]:
    statement = read("sync", "errors_of").encode()
    with connection.cursor(row_factory=class_row(RowError)) as cursor:
        return cursor.execute(statement, {"object": object_name, "ids": ids}).fetchall()
