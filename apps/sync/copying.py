"""Sends a page to PostgreSQL as the bytes that came; no record is looked at on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psycopg
from psycopg import errors, sql

from apps.marketing.database import Connection
from apps.sync import header, statements
from apps.sync.plan import Plan

Chunks = Callable[[], Iterator[bytes]]  # the page from its beginning, each time it is asked
# what a page may contain that COPY gives up over: two of one Id, broken letters, values too long for an index
HOPELESS = (psycopg.IntegrityError, psycopg.DataError, errors.ProgramLimitExceeded)


def attempt(connection: Connection, plan: Plan, chunks: Chunks, table: sql.Identifier) -> int | None:
    """How many records landed; None when COPY gave up, and nothing did."""
    has_header, stream = header.split(chunks(), plan.sources, plan.name)
    version = connection.info.server_version
    statement = statements.load(plan, table, has_header=has_header, server_version=version)
    try:
        with connection.transaction():
            return copy(connection, statement, stream)
    except HOPELESS:
        return None


def copy(connection: Connection, statement: sql.Composed, stream: Iterator[bytes]) -> int:
    with connection.cursor() as cursor:
        with cursor.copy(statement) as copying:
            for chunk in stream:
                copying.write(chunk)
        return cursor.rowcount
