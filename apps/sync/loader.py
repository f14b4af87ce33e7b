"""Puts one page of records into its table, whatever its values are; the caller's transaction holds it together.

The good case is one COPY: straight into an empty table, else beside it and over in one statement. A page that COPY
does not take whole is read a second time, as text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from psycopg import errors, sql

from apps.marketing.database import Connection
from apps.sync import copying, optout, outbox, second_reading, statements
from apps.sync.copying import Chunks
from apps.sync.errors import PageUnreadable
from apps.sync.plan import Plan
from apps.sync.statements import ARRIVING
from apps.tenants.sql import read


@dataclass(frozen=True)
class Tally:
    """What a page changed, in records."""

    new: int = 0
    updated: int = 0
    deleted: int = 0
    skipped: int = 0


@dataclass(frozen=True)
class Loaded:
    """``rows``: records of the page that are here now. ``refused`` are not; ``errors`` counts values set aside."""

    rows: int
    refused: int = 0
    errors: int = 0
    tally: Tally | None = None


def into_empty(connection: Connection, plan: Plan, chunks: Chunks, announced: int | None) -> Loaded:
    """All rows of the table come from this read. ``announced``: how many records the page should have."""
    landed = copying.attempt(connection, plan, chunks, plan.table)
    if landed is not None and landed == announced:
        return Loaded(landed)
    _make_room(connection, plan)
    return _second(connection, plan, chunks, announced, None if landed is None else plan.table, counts=False)


def into_filled(
    connection: Connection, plan: Plan, chunks: Chunks, announced: int | None, *, counts: bool = False
) -> Loaded:
    """The newer version of each record wins. ``counts``: say what changed, which costs a look at each row."""
    landed = beside(connection, plan, chunks)
    return take_over(connection, plan, chunks, announced, landed, counts=counts)


def beside(connection: Connection, plan: Plan, chunks: Chunks) -> int | None:
    """The first half: puts the page where only this session sees it. None when COPY gave up."""
    _make_room(connection, plan)
    return copying.attempt(connection, plan, chunks, ARRIVING)


def take_over(
    connection: Connection, plan: Plan, chunks: Chunks, announced: int | None, landed: int | None, *, counts: bool
) -> Loaded:
    """The second half: from ``arriving``, where ``landed`` records are, into the table."""
    try:
        with connection.transaction():
            if landed is None or landed != announced:
                return _second(connection, plan, chunks, announced, None if landed is None else ARRIVING, counts=counts)
            connection.execute(statements.forget_errors(plan, ARRIVING), {"object": plan.name})
            return Loaded(landed, tally=_taken_over(connection, plan, counts=counts))
    except errors.ProgramLimitExceeded:  # only an index knows that a text is too long
        _make_room(connection, plan)
        return _second(connection, plan, chunks, announced, None, counts=counts)


def _second(
    connection: Connection,
    plan: Plan,
    chunks: Chunks,
    announced: int | None,
    landed: sql.Identifier | None,
    *,
    counts: bool,
) -> Loaded:
    """``landed``: where the first reading put the records that it could take. Raises PageUnreadable."""
    total = second_reading.take_csv(connection, plan, chunks)
    if total < (announced or 0):
        raise PageUnreadable(object=plan.name, seen=f"{announced} records announced, {total} came")
    if landed is not None:
        connection.execute(statements.forget_landed(landed))
    return _judged(connection, plan, total, counts=counts)


def from_rest(connection: Connection, plan: Plan, records: list[Any], *, counts: bool = False) -> Loaded:
    """REST gives values as JSON, so each of them is looked at."""
    refused, wrong = lay_out(connection, plan, records)
    return Loaded(len(records) - refused, refused, wrong, _taken_over(connection, plan, counts=counts))


def lay_out(connection: Connection, plan: Plan, records: list[Any]) -> tuple[int, int]:
    """Puts records into ``arriving`` with their types. Returns the records refused and the values set aside."""
    _make_room(connection, plan)
    second_reading.take_json(connection, plan, records)
    return second_reading.judge(connection, plan)


def _judged(connection: Connection, plan: Plan, total: int, *, counts: bool) -> Loaded:
    refused, wrong = second_reading.judge(connection, plan)
    return Loaded(total - refused, refused, wrong, _taken_over(connection, plan, counts=counts))


def _make_room(connection: Connection, plan: Plan) -> None:
    connection.execute("DROP TABLE IF EXISTS pg_temp.arriving, pg_temp.arriving_text")
    connection.execute(statements.make_arriving(plan))


def _taken_over(connection: Connection, plan: Plan, *, counts: bool) -> Tally | None:
    try:
        with connection.transaction():
            return _merge(connection, plan, counts=counts)
    except (errors.CardinalityViolation, errors.UniqueViolation):  # two versions of a record, known or new
        connection.execute(read("sync", "drop_doubles").encode())
        return _merge(connection, plan, counts=counts)


def _merge(connection: Connection, plan: Plan, *, counts: bool) -> Tally | None:
    """What was made here and waits for Salesforce is kept, and who opted out stays so."""
    heard = optout.hear(connection, plan)
    outbox.protect(connection, plan)
    tally = Tally(*(connection.execute(statements.tally(plan)).fetchone() or ())) if counts else None
    connection.execute(statements.take_over(plan))
    optout.hold(connection, plan, heard)
    return tally
