"""Holds the marketing database against the org: every record, every mapped field, by the org's digest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from psycopg import sql

from apps.mapping.models import CatalogueField
from apps.mapping.pairs import Pair
from apps.marketing import database
from apps.marketing.database import Connection
from apps.marketing.types import ColumnType
from apps.sync import plan
from apps.sync.plan import Plan
from apps.tenants.models import Instance
from tests.chaos.scene import Scene

# as Bulk writes each type; a number of Salesforce's type int has no point
TEXTS = {
    ColumnType.TEXT: "{column}",
    ColumnType.BOOLEAN: "{column}::text",
    ColumnType.DATE: "to_char({column}, 'YYYY-MM-DD')",
    ColumnType.TIME: "to_char({column}, 'HH24:MI:SS.MS\"Z\"')",
    ColumnType.TIMESTAMPTZ: "to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')",
    ColumnType.NUMERIC: "trim_scale({column})::text || CASE WHEN scale(trim_scale({column})) = 0 THEN '.0' ELSE '' END",
}
WHOLE = "trunc({column})::text"
DIGEST = """
SELECT count(*), coalesce(sum(('x' || substr(md5(concat_ws(chr(31), {texts})), 1, 15))::bit(60)::bigint), 0)::text,
    count(*) - count(DISTINCT sfdc_id)
FROM {table} {condition}
"""


@dataclass(frozen=True)
class Found:
    """``lost``: records of the org that are not here. ``twice``: records that are here more than once."""

    records: int
    fields: int
    calculated: int
    lost: int
    twice: int
    differing: tuple[str, ...]


def compare(scene: Scene, instance: Instance) -> Found:
    """After a night: what is calculated was read again by then."""
    records = lost = twice = 0
    differing = []
    plans = plan.all_of(instance)
    with database.connect(instance) as connection:
        for each in plans:
            there = _there(scene, each, each.pairs)
            count, here, doubled = digest(connection, instance, each, each.pairs)
            records += count
            lost += max(there["count"] - count, 0)
            twice += doubled
            if (there["count"], there["hash"]) != (count, here):
                fields = ", ".join(_differing(scene, connection, instance, each))
                differing.append(f"{each.name}: {there['count']} there, {count} here; in {fields}")
    fields, calculated = (_fields(listed) for listed in (plans, plan.calculated_of(instance, plans)))
    return Found(records, fields, calculated, lost, twice, tuple(differing))


def changes(instance: Instance) -> dict[str, int]:
    """What became of the values that were changed here, by state."""
    with database.connect(instance) as connection:
        rows = connection.execute("SELECT state, count(*) FROM person_change GROUP BY state ORDER BY state")
        return dict(rows.fetchall())


def refusals(instance: Instance) -> list[str]:
    """Values that Salesforce did not take, with its words: they stay different until a person decides."""
    with database.connect(instance) as connection:
        rows = connection.execute(
            "SELECT sfdc_id, column_name, reason FROM person_change WHERE state = 'refused' ORDER BY number LIMIT 20"
        )
        return [" ".join(str(each) for each in row) for row in rows]


def _fields(plans: Iterable[Plan]) -> int:
    """Besides Id and SystemModstamp, which are read with everything."""
    return sum(pair.column not in {plan.KEY, plan.MODSTAMP} for each in plans for pair in each.pairs)


def _differing(scene: Scene, connection: Connection, instance: Instance, each: Plan) -> list[str]:
    key = next(pair for pair in each.pairs if pair.column == plan.KEY)
    asked = ((pair.source, [key, pair]) for pair in each.pairs if pair is not key)
    return [
        source
        for source, pairs in asked
        if _there(scene, each, pairs)["hash"] != digest(connection, instance, each, pairs)[1]
    ]


def _there(scene: Scene, each: Plan, pairs: Iterable[Pair]) -> dict[str, Any]:
    fields = ",".join(pair.source for pair in pairs)
    kept = "&deleted=1&where=IsDeleted = false" if each.object.includes_archived else ""
    return dict(scene.trainer("GET", f"digest?object={each.name}&fields={fields}{kept}"))


def digest(connection: Connection, instance: Instance, each: Plan, compared: Iterable[Pair]) -> tuple[int, str, int]:
    """Records here, their hash over some fields, and how many are here more than once."""
    whole = set(
        CatalogueField.objects.of(instance).filter(object__name=each.name, type="int").values_list("name", flat=True)
    )
    texts = sql.SQL(", ").join(_text(pair, is_whole=pair.source in whole) for pair in compared)
    condition = sql.SQL("WHERE is_deleted IS NOT TRUE" if each.says_deleted else "")
    statement = sql.SQL(DIGEST).format(texts=texts, table=each.table, condition=condition)
    return connection.execute(statement).fetchone() or (0, "0", 0)


def _text(pair: Pair, *, is_whole: bool) -> sql.Composed:
    form = WHOLE if is_whole else TEXTS[pair.type]
    return sql.SQL(f"coalesce({form}, '')").format(column=sql.Identifier(pair.column))
