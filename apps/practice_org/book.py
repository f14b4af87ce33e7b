"""What must survive a restart beside the records: sessions, grants, switches, faults, jobs and the count of calls."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

HOUR = 3_600
DAY_HOURS = 24
TABLES = """
CREATE TABLE IF NOT EXISTS entry (
    kind TEXT NOT NULL, org TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entry_of_org ON entry (kind, org);
CREATE TABLE IF NOT EXISTS calls (
    org TEXT NOT NULL, hour INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (org, hour)
) WITHOUT ROWID;
"""

Entry = dict[str, Any]


class Book:
    """Small JSON entries by kind and key; every method is one committed write or one read."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=30)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.executescript(TABLES)

    def put(self, kind: str, org_id: str, key: str, body: Entry) -> None:
        self._run(
            "INSERT INTO entry VALUES (?, ?, ?, ?) ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body",
            (kind, org_id, key, json.dumps(body)),
        )

    def get(self, kind: str, key: str) -> Entry | None:
        rows = self._run("SELECT body FROM entry WHERE kind = ? AND key = ?", (kind, key))
        return json.loads(rows[0][0]) if rows else None

    def of(self, kind: str, org_id: str) -> dict[str, Entry]:
        rows = self._run("SELECT key, body FROM entry WHERE kind = ? AND org = ? ORDER BY key", (kind, org_id))
        return {key: json.loads(body) for key, body in rows}

    def number(self, kind: str, org_id: str) -> int:
        return int(self._run("SELECT count(*) FROM entry WHERE kind = ? AND org = ?", (kind, org_id))[0][0])

    def every(self, kind: str) -> dict[str, Entry]:
        rows = self._run("SELECT key, body FROM entry WHERE kind = ? ORDER BY key", (kind,))
        return {key: json.loads(body) for key, body in rows}

    def delete(self, kind: str, key: str) -> bool:
        return bool(self._run("DELETE FROM entry WHERE kind = ? AND key = ? RETURNING key", (kind, key)))

    def delete_all(self, kind: str, org_id: str) -> int:
        return len(self._run("DELETE FROM entry WHERE kind = ? AND org = ? RETURNING key", (kind, org_id)))

    def count_call(self, org_id: str, number: int = 1) -> int:
        """Adds calls and returns how many the org has used in the last 24 hours."""
        self._run(
            "INSERT INTO calls VALUES (?, ?, ?) "
            "ON CONFLICT (org, hour) DO UPDATE SET number = number + excluded.number",
            (org_id, _hour(), number),
        )
        return self.calls(org_id)

    def calls(self, org_id: str) -> int:
        rows = self._run(
            "SELECT coalesce(sum(number), 0) FROM calls WHERE org = ? AND hour > ?", (org_id, _hour() - DAY_HOURS)
        )
        return int(rows[0][0])

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _run(self, statement: str, values: tuple[Any, ...]) -> list[Any]:
        with self._lock:
            return self._connection.execute(statement, values).fetchall()


def _hour() -> int:
    return int(time.time()) // HOUR
