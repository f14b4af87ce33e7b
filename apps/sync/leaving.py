"""A record that the filter wants no more is marked, never deleted; one that it wants again loses the mark.

Whoever meets such records (a cycle that sees a changed record outside of ``Plan.condition``) calls these with their
Ids, in the transaction of the page. A marked record keeps its values and is left out of every comparison of counts.
"""

from __future__ import annotations

from collections.abc import Sequence

from psycopg import sql

from apps.marketing.database import Connection
from apps.sync.plan import Plan
from apps.tenants.sql import read


def mark(connection: Connection, plan: Plan, ids: Sequence[str]) -> int:
    """Ids of 18 characters. Returns how many records left just now: unknown and marked ones don't count."""
    return _change(connection, "mark_left", plan, ids)


def unmark(connection: Connection, plan: Plan, ids: Sequence[str]) -> int:
    """Returns how many came back."""
    return _change(connection, "unmark_left", plan, ids)


def _change(connection: Connection, statement: str, plan: Plan, ids: Sequence[str]) -> int:
    if not ids:
        return 0
    filled = sql.SQL(read("sync", statement)).format(table=plan.table)
    return connection.execute(filled, {"ids": list(ids)}).rowcount
