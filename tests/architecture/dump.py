"""What somebody reads who has a dump of the portal's tables."""

from __future__ import annotations

from django.db import connection
from psycopg import sql

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"


def everything() -> dict[str, str]:
    """Each table's rows as text."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        names = [name for (name,) in cursor.fetchall()]
    return {name: _rows(name) for name in names}


def _rows(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT each::text FROM {} AS each").format(sql.Identifier("public", table)))
        return "\n".join(row for (row,) in cursor.fetchall())
