"""Marks records that Salesforce no longer has, not even in its bin; everything else of them stays."""

from __future__ import annotations

from collections.abc import Collection

from apps.marketing.database import Connection
from apps.sync import statements
from apps.sync.checkpoints import Checkpoint
from apps.sync.plan import Plan
from apps.tenants.sql import read


def mark(connection: Connection, plan: Plan, place: Checkpoint, ids: Collection[str], *, cycle: int) -> int:
    """Counts them as deletions of the cycle. Returns how many were here and not marked yet."""
    with connection.transaction():
        marked = connection.execute(statements.mark_gone(plan), {"ids": list(ids)}).rowcount
        counts = dict.fromkeys(("rows", "new", "updated", "skipped", "refused", "errors"), 0)
        named = {**place.place, **counts, "deleted": marked, "cycle": cycle}
        connection.execute(read("sync", "count_page").encode(), named)
    return marked
