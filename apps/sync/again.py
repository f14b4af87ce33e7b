"""Single records that somebody asked to be read again; a request lies beside the records until it is answered."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

import structlog

from apps.marketing.database import Connection
from apps.salesforce.composite import MOST_QUERIES, Part
from apps.salesforce.errors import Refusal
from apps.sync import loader
from apps.sync.plan import Plan
from apps.sync.reader import Reader
from apps.tenants.sql import read

log = structlog.get_logger(__name__)
A_QUERY = 200  # records; their Ids stand in the question
A_CALL = A_QUERY * MOST_QUERIES


def ask(connection: Connection, object_name: str, ids: Iterable[str]) -> int:
    """Returns how many are asked for that were not before."""
    found = read_anew(connection, object_name, ids)
    connection.execute(read("sync", "write_again").encode())
    return found


def read_anew(connection: Connection, object_name: str, ids: Iterable[str]) -> int:
    """Without another try of what Salesforce refused of them."""
    return connection.execute(read("sync", "ask_again").encode(), {"object": object_name, "ids": list(ids)}).rowcount


def ask_rejected(connection: Connection, object_name: str = "", field: str = "", code: str = "") -> int:
    """Asks for the records behind row errors; of all, of an object, of a field, of a cause."""
    asked = {"object": object_name, "field": field, "code": code}
    found = connection.execute(read("sync", "ask_cause_again").encode(), asked).rowcount
    connection.execute(read("sync", "write_again").encode())
    return found


def waiting(connection: Connection) -> int:
    (found,) = connection.execute("SELECT count(*) FROM sync_again").fetchone() or (0,)
    return int(found)


def carry_on(reader: Reader, plans: Iterable[Plan]) -> float | None:
    """Seconds after which to come again; None when nobody waits. What Salesforce refuses to show is forgotten."""
    for plan in plans:
        while ids := _next(reader.connection, plan):
            _take(reader, plan, ids)
            reader.watch.alive()
            if reader.is_late:
                return 0
    return None


def _next(connection: Connection, plan: Plan) -> list[str]:
    asked = {"object": plan.name, "most": A_CALL}
    return [row[0] for row in connection.execute(read("sync", "next_again").encode(), asked)]


def _take(reader: Reader, plan: Plan, ids: list[str]) -> None:
    before = _clock(reader.connection)
    try:
        records = _records(reader, plan, ids)
    except Refusal as error:  # the object's own round says so to people
        log.warning("again.refused", object=plan.name, code=error.code)
        records = []
    with reader.connection.transaction():
        if records:
            loader.from_rest(reader.connection, plan, records)
        answered = {"object": plan.name, "ids": ids, "before": before}
        reader.connection.execute(read("sync", "answered_again").encode(), answered)


def _records(reader: Reader, plan: Plan, ids: list[str]) -> list[dict[str, Any]]:
    """What Salesforce shows of them, deleted ones too; one that it no longer shows is left out."""
    groups = [ids[at : at + A_QUERY] for at in range(0, len(ids), A_QUERY)]
    answers = reader.client.composite(Part(f"queryAll?q={quote(plan.soql(_among(group)))}") for group in groups)
    refused = next((answer.error for answer in answers if answer.error), None)
    if refused:
        raise refused
    return list(itertools.chain.from_iterable(_pages(reader, answer.body) for answer in answers))


def _pages(reader: Reader, answer: dict[str, Any]) -> Iterable[dict[str, Any]]:
    yield from answer["records"]
    while not answer["done"]:
        answer = reader.client.get(answer["nextRecordsUrl"])
        yield from answer["records"]


def _among(ids: list[str]) -> str:
    """Without the checksum of an Id, which would refuse the whole question for a single one that is wrong."""
    return "Id IN ('{}')".format("', '".join(each[:15] for each in ids))


def _clock(connection: Connection) -> datetime.datetime:
    row: tuple[datetime.datetime] | None = connection.execute("SELECT clock_timestamp()").fetchone()
    return row[0] if row else datetime.datetime.now(datetime.UTC)
