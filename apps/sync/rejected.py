"""Row errors for pages: opens the instance's own database, and knows that there may be no sync yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from apps.marketing import database
from apps.marketing.database import Connection
from apps.sync import row_errors
from apps.sync.row_errors import Cause, RowError
from apps.tenants.models import Instance


def causes(instance: Instance) -> list[Cause]:
    with _opened(instance) as connection:
        return row_errors.causes(connection) if connection else []


def errors(instance: Instance, object_name: str, field: str, *, most: int) -> list[RowError]:
    with _opened(instance) as connection:
        return row_errors.of(connection, object_name, field, most=most) if connection else []


@contextmanager
def _opened(instance: Instance) -> Iterator[Connection | None]:
    with database.connect(instance) as connection:
        there = connection.execute("SELECT to_regclass('sync_row_error')").fetchone() != (None,)
        yield connection if there else None
