"""Watches how far each job was read: what was committed once must not be read again, whatever dies."""

from __future__ import annotations

import psycopg

from apps.marketing import database
from apps.tenants.models import Instance

READ = "SELECT object, purpose, job_id, pages FROM sync_checkpoint WHERE way = 'bulk' AND job_id IS NOT NULL"
SHORTEN = """
UPDATE sync_checkpoint SET page_size = 2000 WHERE (object, purpose) IN (
    SELECT object, purpose FROM sync_checkpoint WHERE way = 'bulk' AND NOT is_done FOR UPDATE SKIP LOCKED
)
"""


class Pages:
    """``repeated``: the page that was under way when something died, and any that a checkpoint fell behind by."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.repeated = 1
        self._read: dict[tuple[str, str, str], int] = {}

    def shorten(self) -> None:
        """The next page is a small one, so that there is something to interrupt."""
        try:
            with database.connect(self.instance) as connection:
                connection.execute(SHORTEN)
        except psycopg.Error:
            return

    def look(self) -> None:
        try:
            with database.connect(self.instance) as connection:
                rows = connection.execute(READ).fetchall()
        except psycopg.Error:
            return
        for name, purpose, job_id, pages in rows:
            before = self._read.get((name, purpose, job_id), 0)
            self.repeated = max(self.repeated, 1 + before - pages)
            self._read[name, purpose, job_id] = max(before, pages)
