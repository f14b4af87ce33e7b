"""The sync's own tables in an instance's schema: they commit with the records that they speak of."""

from __future__ import annotations

from apps.marketing import schema
from apps.marketing.database import Connection
from apps.tenants.models import Instance
from apps.tenants.sql import read

TABLES = (
    *("sync_checkpoint", "sync_row_error", "sync_count", "sync_again", "sync_missing"),
    *("person_change", "person_change_index", "person_push", "opted_out", "opted_out_pass"),
    "person_shipment",
)


def ensure(connection: Connection, instance: Instance) -> None:
    """The marketing tables and ours; asked again, it changes nothing. Commits."""
    if connection.execute("SELECT to_regclass(%s)", [TABLES[-1]]).fetchone() != (None,):
        connection.commit()
        return
    schema.ensure(connection, instance)
    for name in TABLES:
        connection.execute(read("sync", name).encode())
    connection.commit()


def renew(connection: Connection, instance: Instance) -> None:
    """Brings tables of an older release up to today; only whoever holds the instance's session may."""
    if connection.execute(read("sync", "is_todays").encode()).fetchone() != (True,):
        with connection.transaction():
            schema.ensure(connection, instance)
            connection.execute(read("sync", "widen_purposes").encode())
    if connection.execute(read("sync", "ways_known").encode()).fetchone() != (True,):
        with connection.transaction():
            connection.execute(read("sync", "add_way").encode())
