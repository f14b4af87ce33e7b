"""Compares some records of each object field by field with the org; the comparison itself is one statement."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import quote

from psycopg import sql

from apps.marketing.database import Connection
from apps.salesforce.client import Client
from apps.salesforce.composite import Part
from apps.sync import loader, statements
from apps.sync.plan import Plan
from apps.tenants.sql import read

MOST = 25  # records of each object


def compare(
    connection: Connection, client: Client, plans: list[Plan], ceiling: datetime.datetime
) -> list[dict[str, Any]]:
    """``[{"object", "records", "values", "different": [[record id, field], ...]}]``, five objects a call."""
    chosen = {plan.name: _chosen(connection, plan, ceiling) for plan in plans}
    asked = [plan for plan in plans if chosen[plan.name]]
    answers = client.composite(_question(plan, chosen[plan.name]) for plan in asked)
    found = []
    for plan, answer in zip(asked, answers, strict=True):
        if answer.error:
            raise answer.error
        found.append(_compared(connection, plan, answer.body["records"]))
    return found


def _chosen(connection: Connection, plan: Plan, ceiling: datetime.datetime) -> list[str]:
    statement = sql.SQL(read("sync", "sample")).format(table=plan.table)
    return [found for (found,) in connection.execute(statement, {"ceiling": ceiling, "most": MOST})]


def _question(plan: Plan, ids: list[str]) -> Part:
    listed = ", ".join(f"'{each}'" for each in ids)
    return Part(f"queryAll?q={quote(plan.soql(f'Id IN ({listed})'))}")


def _compared(connection: Connection, plan: Plan, records: list[Any]) -> dict[str, Any]:
    with connection.transaction(force_rollback=True):
        loader.lay_out(connection, plan, records)
        different = connection.execute(statements.compare(plan)).fetchall()
    return {
        "object": plan.name,
        "records": len(records),
        "values": len(records) * len(plan.pairs),
        "different": [list(each) for each in different],
    }
