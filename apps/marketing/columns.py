"""Which columns the database really has: read from PostgreSQL, never from our own notes."""

from __future__ import annotations

from apps.marketing import kinds
from apps.marketing.database import Connection, schema_name
from apps.marketing.types import ColumnType
from apps.tenants.models import Instance
from apps.tenants.sql import read

MOST = 1600  # PostgreSQL's ceiling a table; a hidden column counts
Columns = frozenset[tuple[str, str, ColumnType]]
BY_INTERNAL_NAME = {"bool": ColumnType.BOOLEAN}


def present(connection: Connection, instance: Instance) -> Columns:
    """(kind, column, type) of all ten tables, fixed columns included."""
    asked = {"schema": schema_name(instance), "tables": list(kinds.KINDS)}
    rows = connection.execute(read("marketing", "columns").encode(), asked).fetchall()
    return frozenset((table, column, _type(internal)) for table, column, internal in rows)


def names_of(found: Columns, kind: str) -> set[str]:
    return {column for table, column, _type in found if table == kind}


def _type(internal: str) -> ColumnType:
    return BY_INTERNAL_NAME.get(internal) or ColumnType(internal)
