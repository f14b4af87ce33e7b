"""Changes of people that are made here: values, outbox and opt-outs in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from psycopg import sql
from psycopg.rows import dict_row

from apps.mapping import pairs
from apps.marketing import database
from apps.sync import directions, optout, outbox, outbox_rules, schema, standing
from apps.sync.outbox import Reason, Wanted
from apps.sync.outbox_rules import Rules
from apps.tenants.models import Instance
from apps.tenants.sql import read

LEAD = "Lead"


def rules(instance: Instance) -> dict[str, Rules]:
    """What of a Lead and of a Contact may be changed here and goes to Salesforce."""
    return outbox_rules.of(instance, {name: pairs.of(instance, name) for name in directions.DEFAULTS})


def change(instance: Instance, wanted: Sequence[Wanted], *, way: str, by: Any) -> int:
    """Returns how many values differ now. ``by`` is a member."""
    known = rules(instance)
    reason = Reason(way, by_name=str(by), by_id=by.pk)
    with database.connect(instance) as connection:
        schema.ensure(connection, instance)
        changed = outbox.change(connection, wanted, known, reason)
        optout.learn(connection, known, [each.sfdc_id for each in wanted])
    standing.wake(instance)
    return changed


def create(instance: Instance, values: dict[str, Any], *, by: Any) -> str:
    """A person of marketing alone: no cycle takes them to Salesforce. Returns the key that they have here."""
    known = rules(instance)
    key = f"g{uuid.uuid4().hex[:17]}"
    with database.connect(instance) as connection:
        schema.ensure(connection, instance)
        asked = {"keys": [key], "names": names(instance, [values])}
        connection.execute(read("sync", "new_people").encode(), asked)
        outbox.change(connection, [Wanted(key, values)], known, Reason("page", str(by), by.pk))
        optout.learn(connection, known, [key])
    standing.wake(instance)
    return key


def with_email(instance: Instance, email: str) -> list[dict[str, Any]]:
    """Everybody who has this address; a converted lead is its contact."""
    column = rules(instance)[LEAD].email
    if not column or not email.strip():
        return []
    statement = sql.SQL(read("sync", "with_email")).format(email=sql.Identifier(column))
    with database.connect(instance) as connection, connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(statement, {"email": email.strip().lower()}).fetchall()


def names(instance: Instance, listed: Sequence[dict[str, Any]]) -> list[str]:
    """What people are called, from their values; Salesforce makes it so for its own."""
    columns = {pair.source: pair.column for pair in pairs.of(instance, LEAD)}
    parts = [columns.get(source, "") for source in ("FirstName", "LastName")]
    return [" ".join(str(values[part]) for part in parts if values.get(part)) for values in listed]
