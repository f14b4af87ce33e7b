"""What was changed of a person here, and what became of it in Salesforce."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from psycopg.rows import class_row

from apps.marketing import database
from apps.tenants.models import Instance
from apps.tenants.sql import read

MOST = 30


@dataclass(frozen=True)
class Made:
    """``state`` is one of person_change's; ``code`` and ``reason`` are Salesforce's. ``field`` is what its row error
    names, ``base`` what Salesforce had when we last looked.
    """

    sfdc_type: str | None
    column_name: str
    field: str
    old: Any
    new: Any
    base: Any
    state: str
    way: str
    by_name: str
    at: datetime.datetime
    code: str | None
    reason: str | None


def of(instance: Instance, sfdc_id: str) -> list[Made]:
    """The latest first; none where nothing was ever changed."""
    with database.connect(instance) as connection:
        if connection.execute("SELECT to_regclass('person_change')").fetchone() == (None,):
            return []
        with connection.cursor(row_factory=class_row(Made)) as cursor:
            asked = {"sfdc_id": sfdc_id, "most": MOST}
            return cursor.execute(read("sync", "changes_made").encode(), asked).fetchall()
