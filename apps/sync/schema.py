"""The sync's own tables in an instance's schema: they commit with the records that they speak of."""

from __future__ import annotations

from apps.marketing import schema
from apps.marketing.database import Connection
from apps.tenants.models import Instance
from apps.tenants.sql import read

TABLES = ("sync_checkpoint", "sync_row_error", "sync_count")


def ensure(connection: Connection, instance: Instance) -> None:
    """The marketing tables and ours; asked again, it changes nothing. Commits."""
    if connection.execute("SELECT to_regclass('sync_count')").fetchone() != (None,):
        connection.commit()
        return
    schema.ensure(connection, instance)
    for name in TABLES:
        connection.execute(read("sync", name).encode())
    connection.commit()
