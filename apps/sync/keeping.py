"""Old values of a column are copied aside before another field feeds it."""

from __future__ import annotations

from collections.abc import Iterator

from psycopg import sql

from apps.marketing import database
from apps.tenants.models import Instance
from apps.tenants.sql import read

Kept = tuple[str, str, str, str]


def keep(instance: Instance, object_table: str, kind: str, column: str, source: str) -> int:
    """Returns how many values were kept. ``object_table``: where the records of the object lie."""
    names = {"table": sql.Identifier(object_table), "column": sql.Identifier(column)}
    with database.connect(instance) as connection:
        connection.execute(read("sync", "gangway_kept_value").encode())
        statement = sql.SQL(read("sync", "keep_values")).format(**names)
        return connection.execute(statement, {"kind": kind, "column": column, "source": source}).rowcount


def every(instance: Instance, kind: str, column: str) -> Iterator[Kept]:
    """Id, value, the field that had fed it, and when it was kept; the newest first."""
    with database.connect(instance) as connection:
        if connection.execute("SELECT to_regclass('gangway_kept_value')").fetchone() == (None,):
            return
        yield from connection.execute(read("sync", "kept_values").encode(), {"kind": kind, "column": column})
