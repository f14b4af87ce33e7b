"""Watches how far each job was read: what was committed once must not be read again, whatever dies."""

from __future__ import annotations

import psycopg

from apps.marketing import database
from apps.tenants.models import Instance

READ = "SELECT object, purpose, job_id, pages FROM sync_checkpoint WHERE way = 'bulk' AND job_id IS NOT NULL"


class Pages:
    """``repeated``: the page that was under way when something died, and any that a checkpoint fell behind by."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.repeated = 1
        self._read: dict[tuple[str, str, str], int] = {}

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
