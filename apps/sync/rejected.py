"""Row errors for pages: opens the instance's own database, and knows that there may be no sync yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from apps.marketing import database, people
from apps.marketing.database import Connection
from apps.sync import row_errors
from apps.sync.row_errors import Cause, RowError
from apps.tenants.models import Instance

SHORT = 15  # letters of an Id that say which record it is


def causes(instance: Instance) -> list[Cause]:
    with _opened(instance) as connection:
        return row_errors.causes(connection) if connection else []


def errors(instance: Instance, object_name: str, field: str, question: str = "", *, most: int) -> list[RowError]:
    """``question``: an Id or the e-mail address of a person; empty for all."""
    with _opened(instance) as connection:
        if connection is None:
            return []
        records = _records(connection, instance, question) if question else None
        return row_errors.of(connection, object_name, field, records=records, most=most)


def _records(connection: Connection, instance: Instance, question: str) -> list[str]:
    found = people.ids_of_email(connection, instance, question) if "@" in question else [question]
    return [record_id[:SHORT] for record_id in found]


@contextmanager
def _opened(instance: Instance) -> Iterator[Connection | None]:
    with database.connect(instance) as connection:
        there = connection.execute("SELECT to_regclass('sync_row_error')").fetchone() != (None,)
        yield connection if there else None
