"""Makes an instance's schema and its ten tables; asked again, it changes nothing."""

from __future__ import annotations

from psycopg import sql

from apps.marketing import columns, kinds
from apps.marketing.database import Connection, schema_name
from apps.marketing.kinds import Kind, Part
from apps.tenants.models import Instance
from apps.tenants.sql import read

# an identity that Salesforce did not give: `g` and 17 hexadecimal digits, as long as an Id
FRESH_KEY = sql.SQL("'g' || left(replace(gen_random_uuid()::text, '-', ''), 17)")
RECEIPTS = "gangway_receipt"
TWINS = "person_twin"


def ensure(connection: Connection, instance: Instance) -> None:
    """Within the caller's transaction; the caller commits. Two callers take turns.

    What is whole is only looked at: even IF NOT EXISTS would wait for whoever writes to a table just now.
    """
    if _is_whole(connection, instance):
        return
    queue_up(connection, instance)
    connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(schema_name(instance))))
    for kind in kinds.KINDS.values():
        for statement in _tables(kind):
            connection.execute(statement)
    connection.execute(read("marketing", RECEIPTS).encode())
    connection.execute(read("marketing", TWINS).encode())
    connection.execute(read("marketing", "person_twin_root").encode())


def queue_up(connection: Connection, instance: Instance) -> None:
    connection.execute(read("marketing", "queue_up").encode(), {"schema": schema_name(instance)})


def _is_whole(connection: Connection, instance: Instance) -> bool:
    rows = connection.execute(read("marketing", "relations").encode(), {"schema": schema_name(instance)}).fetchall()
    if not {name for (name,) in rows} >= WANTED:
        return False
    return columns.present(connection, instance) >= FIXED


def _index_name(kind: Kind, link: str) -> str:
    return f"{kind.name}_by_{link}"


def _tables(kind: Kind) -> list[sql.Composed]:
    """Only the key is NOT NULL; a parted kind's primary key stands on each part, where COPY goes."""
    key = sql.SQL("") if kind.parts else sql.SQL(", PRIMARY KEY (sfdc_id)")
    parted = sql.SQL(" PARTITION BY LIST (sfdc_type)") if kind.parts else sql.SQL("")
    listed = sql.SQL(", ").join(_column(column) for column in kind.columns)
    table = sql.SQL("CREATE TABLE IF NOT EXISTS {} ({}{}){}").format(sql.Identifier(kind.name), listed, key, parted)
    return [table, _grown(kind), *(_part(kind, part) for part in kind.parts), *(_index(kind, at) for at in kind.links)]


def _grown(kind: Kind) -> sql.Composed:
    """A table of an older release gets the fixed columns that came since."""
    added = (sql.SQL("ADD COLUMN IF NOT EXISTS {}").format(_column(column)) for column in kind.columns)
    return sql.SQL("ALTER TABLE {} {}").format(sql.Identifier(kind.name), sql.SQL(", ").join(added))


def _column(column: kinds.Column) -> sql.Composed:
    extra = {kinds.KEY: " NOT NULL", "is_deleted": " DEFAULT false"}.get(column.name, "")
    return sql.SQL("{} {}{}").format(sql.Identifier(column.name), sql.SQL(column.type), sql.SQL(extra))


def _part(kind: Kind, part: Part) -> sql.Composed:
    """The discriminator's default makes it needless in COPY; a record made here gets a key of its own."""
    value = sql.Literal(part.sfdc_type)
    default = sql.SQL("sfdc_type DEFAULT {}").format(value)
    if part.sfdc_type is None:
        default = sql.SQL("sfdc_id DEFAULT {}").format(FRESH_KEY)
    return sql.SQL(
        "CREATE TABLE IF NOT EXISTS {} PARTITION OF {} ({}, PRIMARY KEY (sfdc_id)) FOR VALUES IN ({})"
    ).format(sql.Identifier(part.table), sql.Identifier(kind.name), default, value)


def _index(kind: Kind, link: str) -> sql.Composed:
    """Most records link to nothing; they cost the load nothing."""
    name, table, column = (sql.Identifier(each) for each in (_index_name(kind, link), kind.name, link))
    statement = sql.SQL("CREATE INDEX IF NOT EXISTS {0} ON {1} ({2}) WHERE {2} IS NOT NULL")
    return statement.format(name, table, column)


WANTED = frozenset(
    name
    for kind in kinds.KINDS.values()
    for name in (kind.name, *kind.tables, *(_index_name(kind, link) for link in kind.links), RECEIPTS, TWINS)
)
FIXED = frozenset((kind.name, column.name, column.type) for kind in kinds.KINDS.values() for column in kind.columns)
