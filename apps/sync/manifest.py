"""The file of a shipment: a line for each record, a column for each field that any of them has a change of."""

from __future__ import annotations

import re
from typing import IO

from psycopg import sql

from apps.mapping.pairs import Pair
from apps.marketing.database import Connection
from apps.marketing.types import ColumnType
from apps.salesforce.ingest import EMPTIED
from apps.sync.outbox_rules import Rules
from apps.sync.plan import Plan
from apps.tenants.sql import read

KEY_WIDTH = 20  # bytes of the Id, with what stands around it
# as Salesforce reads each type; a whole number must not have a point
FORMS = {
    ColumnType.NUMERIC: "trim_scale(({value})::numeric)::text",
    ColumnType.TIMESTAMPTZ: "to_char(({value})::timestamptz AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')",
    ColumnType.TIME: "({value}) || 'Z'",
    ColumnType.TEXT: "CASE WHEN btrim({value}, E' \\t\\r\\n') <> '' THEN {value} END",
}
CELL = "CASE WHEN said ? {source} THEN coalesce({form}, {emptied}) END AS {name}"
NO_SUCH_FIELD = re.compile(r"Field name not found : (\w+)")
GONE_FIELD = "INVALID_FIELD"


def pack(plan: Plan) -> sql.Composed:
    return sql.SQL(read("sync", "shipment_pack")).format(table=plan.table)


def width(rules: Rules) -> int:
    """Bytes that a line takes besides its values."""
    return KEY_WIDTH + len(rules.sendable)


def write(connection: Connection, plan: Plan, rules: Rules, file: IO[bytes]) -> None:
    """What is being sent of the object, as it comes from the database. Records of one company stand together:
    Salesforce works on several hundreds at once, and two of a company would keep each other waiting.
    """
    changed = "SELECT DISTINCT source FROM person_change WHERE sfdc_type = %s AND state = 'sending'"
    sources = {source for (source,) in connection.execute(changed, [plan.name])}
    cells = sql.SQL(", ").join(_cell(pair) for pair in rules.sendable if pair.source in sources)
    statement = sql.SQL(read("sync", "shipment_file")).format(
        object=sql.Literal(plan.name), table=plan.table, cells=cells
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copying:
        for chunk in copying:
            file.write(chunk)


def blame(connection: Connection, object_name: str, error: str) -> None:
    """A field that Salesforce no longer knows spoils the file: its changes are row errors, the others go again."""
    found = NO_SUCH_FIELD.search(error)
    if found:
        asked = {"object": object_name, "source": found[1], "code": GONE_FIELD, "reason": error}
        connection.execute(read("sync", "shipment_blame").encode(), asked)


def _cell(pair: Pair) -> sql.Composed:
    value = sql.SQL("said ->> {}").format(sql.Literal(pair.source))
    form = sql.SQL(FORMS.get(pair.type, "{value}")).format(value=value)
    parts = {"source": sql.Literal(pair.source), "emptied": sql.Literal(EMPTIED)}
    return sql.SQL(CELL).format(form=form, name=sql.Identifier(pair.source), **parts)
