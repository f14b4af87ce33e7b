"""The outbox: values that people changed here, written down in the transaction that changes them.

Whoever touches it takes turns with the pages that arrive: a page that was read before a change must not undo it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import sql

from apps.marketing.database import Connection
from apps.sync.outbox_rules import Rules
from apps.sync.plan import Plan
from apps.tenants.sql import read

TAKE_TURNS = "LOCK TABLE person_change IN SHARE ROW EXCLUSIVE MODE"


@dataclass(frozen=True)
class Wanted:
    """What a person's values shall be, by column; JSON values, None for none."""

    sfdc_id: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Reason:
    """Who or what wanted it: ``way`` is page, import or opt-out. ``is_sticky``: it wins whoever else would."""

    way: str
    by_name: str
    by_id: int | None = None
    is_sticky: bool = False


def change(connection: Connection, wanted: Sequence[Wanted], rules: Mapping[str, Rules], reason: Reason) -> int:
    """Within a transaction: the values and their record, together. Returns how many values differ."""
    if not any(each.values for each in wanted):
        return 0
    connection.execute(TAKE_TURNS)
    sendable = json.dumps({name: each.columns for name, each in rules.items()})
    asked = {"wanted": _listed(wanted), "sendable": sendable, **vars(reason)}
    changed = connection.execute(read("sync", "record_changes").encode(), asked).rowcount
    write(connection, wanted)
    return changed


def write(connection: Connection, wanted: Sequence[Wanted]) -> None:
    """The values alone; each person once."""
    columns = sorted({column for each in wanted for column in each.values})
    if columns:
        connection.execute(_filled("write_values", columns), {"wanted": _listed(wanted)})


def protect(connection: Connection, plan: Plan) -> None:
    """Before a page goes over: settles conflicts by the object's rule, and keeps what still waits."""
    if plan.rules is None:
        return
    connection.execute(TAKE_TURNS)
    known = {pair.column for pair in plan.pairs}
    changed = connection.execute(read("sync", "changed_columns").encode())
    columns = sorted(known.intersection(column for (column,) in changed))
    if columns:
        asked = {"columns": columns, "marketing_wins": plan.rules.marketing_wins}
        judge = sql.SQL(read("sync", "judge_changes")).format(table=plan.table)
        connection.execute(judge, asked)
        connection.execute(_filled("overlay", columns), asked)


def tell_errors(connection: Connection, object_name: str) -> None:
    """The row errors of writing are those changes that are refused now."""
    named = {"object": object_name}
    connection.execute(read("sync", "forget_write_errors").encode(), named)
    connection.execute(read("sync", "write_errors").encode(), named)


def _listed(wanted: Sequence[Wanted]) -> str:
    return json.dumps([{"sfdc_id": each.sfdc_id, "patch": dict(each.values)} for each in wanted], default=str)


def _filled(name: str, columns: Iterable[str]) -> sql.Composed:
    listed = [sql.Identifier(column) for column in columns]
    fresh = [sql.Identifier("fresh", column) for column in columns]
    comma = sql.SQL(", ")
    return sql.SQL(read("sync", name)).format(columns=comma.join(listed), fresh=comma.join(fresh))
