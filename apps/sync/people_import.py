"""Takes over people from a file: by e-mail address into those who are here, the rest as people of marketing alone."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import sql

from apps.marketing import database
from apps.marketing.database import Connection
from apps.sync import editing, events, optout, outbox, schema, standing
from apps.sync.editing import LEAD
from apps.sync.outbox import Reason, Wanted
from apps.sync.outbox_rules import Rules
from apps.tenants.models import Instance
from apps.tenants.sql import read
from apps.timeline import history

HERE = ""


@dataclass(frozen=True)
class Row:
    """One person of the file; ``values`` by column, without the empty ones."""

    email: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Counts:
    """People: ``new``, ``matched``. Values: ``changed``; ``kept_out`` have no field in the matched person's object."""

    new: int
    matched: int
    changed: int
    kept_out: int


def propose(instance: Instance, rows: Sequence[Row], *, by: Any) -> Counts:
    """Exactly what ``take_over`` would do, and nothing of it stays."""
    return _run(instance, rows, by, stays=False)


def take_over(instance: Instance, rows: Sequence[Row], *, by: Any) -> Counts:
    """All in one transaction. The most recently changed of several people with one address is taken."""
    counts = _run(instance, rows, by, stays=True)
    standing.wake(instance)
    history.record(instance, events.IMPORTED, actor=by, new=counts.new, changed=counts.changed)
    return counts


def _run(instance: Instance, rows: Sequence[Row], by: Any, *, stays: bool) -> Counts:
    known = editing.rules(instance)
    reason = Reason("import", str(by), by.pk)
    with database.connect(instance) as connection:
        schema.ensure(connection, instance)
        found = _matched(connection, known[LEAD], [row.email for row in rows])
        old = [(found[row.email], row) for row in rows if row.email in found]
        wanted = [Wanted(key, _fitting(_known_by(row, known[LEAD]), known.get(name))) for (key, name), row in old]
        changed = outbox.change(connection, wanted, known, reason)
        fresh = _made(connection, instance, [row for row in rows if row.email not in found])
        outbox.change(connection, fresh, known, reason)
        optout.learn(connection, known, [each.sfdc_id for each in (*wanted, *fresh)])
        if not stays:
            connection.rollback()
    kept_out = sum(len(_known_by(row, known[LEAD]).values) for _key, row in old) - sum(
        len(each.values) for each in wanted
    )
    return Counts(new=len(fresh), matched=len(wanted), changed=changed, kept_out=kept_out)


def _matched(connection: Connection, rules: Rules, emails: list[str]) -> dict[str, tuple[str, str]]:
    """Address -> key and object; the object is empty for a person who is only here."""
    if not rules.email:
        return {}
    statement = sql.SQL(read("sync", "match_by_email")).format(email=sql.Identifier(rules.email))
    rows = connection.execute(statement, {"emails": emails})
    return {email: (sfdc_id, name or HERE) for email, sfdc_id, name in rows}


def _known_by(row: Row, rules: Rules) -> Row:
    """The address that somebody was found by stays as it is written here."""
    return Row(row.email, {name: value for name, value in row.values.items() if name != rules.email})


def _fitting(row: Row, rules: Rules | None) -> dict[str, Any]:
    """A contact has other fields than a lead; a person who is only here takes all."""
    fits = row.values if rules is None else rules.columns
    return {name: value for name, value in row.values.items() if name in fits}


def _made(connection: Connection, instance: Instance, rows: Sequence[Row]) -> list[Wanted]:
    keys = [f"g{uuid.uuid4().hex[:17]}" for _row in rows]
    names = editing.names(instance, [row.values for row in rows])
    connection.execute(read("sync", "new_people").encode(), {"keys": keys, "names": names})
    return [Wanted(key, row.values) for key, row in zip(keys, rows, strict=True)]
