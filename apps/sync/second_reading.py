"""Reads a page again as text, to find the values that could not be taken over; the record lands without them.

Only a bad Id or SystemModstamp refuses a record: nobody could find it again, or tell which version is the newer.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any

import psycopg

from apps.marketing.database import Connection
from apps.sync import copying, header, statements
from apps.sync.copying import Chunks
from apps.sync.errors import PageUnreadable
from apps.sync.plan import Plan
from apps.tenants.sql import read

# an escaped NUL that is not itself an escaped backslash followed by letters
NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")


def take_csv(connection: Connection, plan: Plan, chunks: Chunks) -> int:
    """The page as texts. Returns its records; raises PageUnreadable when it is no CSV of these columns."""
    connection.execute(statements.make_arriving_text(plan))
    has_header, stream = header.split(_letters(chunks()), plan.sources, plan.name)
    try:
        with connection.transaction():
            return copying.copy(connection, statements.load_text(plan, has_header=has_header), stream)
    except psycopg.DataError as error:
        raise PageUnreadable(object=plan.name, seen=error.diag.message_primary or "") from error


def take_json(connection: Connection, plan: Plan, records: list[Any]) -> None:
    """A page of REST records goes to the server as it is; PostgreSQL takes it apart."""
    connection.execute(statements.make_arriving_text(plan))
    body = json.dumps(records, ensure_ascii=False).encode(errors="replace")
    connection.execute(statements.unpack(plan), {"records": NUL.sub(rb"\1", body).decode()})


def judge(connection: Connection, plan: Plan) -> tuple[int, int]:
    """Gives the texts their types. Returns the records refused and the values set aside."""
    named = {"object": plan.name}
    connection.execute(statements.forget_errors(plan, statements.ARRIVING_TEXT), named)
    (refused,) = connection.execute(statements.refuse(), named).fetchone() or (0,)
    table = plan.table.as_string(connection)
    indexed = {name for (name,) in connection.execute(read("sync", "indexed_columns").encode(), {"table": table})}
    wrong = connection.execute(statements.set_aside(plan, indexed), named).rowcount
    connection.execute(statements.repair(plan, indexed))
    return refused, wrong


def _letters(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Broken UTF-8 becomes the sign for it."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    for chunk in chunks:
        yield decoder.decode(chunk).replace("\0", "").encode()
    yield decoder.decode(b"", final=True).encode()
