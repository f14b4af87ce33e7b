"""Fills the statements in ``sql/`` with a plan's names; every name is an identifier, every value a parameter."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from psycopg import sql

from apps.mapping.pairs import Pair
from apps.marketing.types import ColumnType
from apps.sync.plan import IS_DELETED, KEY, MODSTAMP, Plan
from apps.tenants.sql import read

ARRIVING, ARRIVING_TEXT = sql.Identifier("arriving"), sql.Identifier("arriving_text")
TRUE, FALSE = sql.SQL("true"), sql.SQL("false")
COMMA = sql.SQL(", ")
TOLERANT = 170000  # from PostgreSQL 17 on, COPY can pass over a value that it refuses
LONGEST_INDEXED = 2600  # bytes; a B-tree takes a third of a page
TOLERANCE = sql.SQL(", ON_ERROR ignore, LOG_VERBOSITY default")
NOTHING, NOWAIT = sql.SQL(""), sql.SQL(" NOWAIT")


def load(plan: Plan, table: sql.Composable, *, has_header: bool, server_version: int) -> sql.Composed:
    return _filled(
        "load",
        table=table,
        columns=plan.columns,
        header=TRUE if has_header else FALSE,
        tolerance=TOLERANCE if server_version >= TOLERANT else NOTHING,
        acceptable=sql.SQL("octet_length(sfdc_id) = 18 AND system_modstamp IS NOT NULL"),
    )


def load_text(plan: Plan, *, has_header: bool) -> sql.Composed:
    return _filled("load_text", columns=plan.columns, header=TRUE if has_header else FALSE)


def take_table(plan: Plan, *, waits: bool) -> sql.Composed:
    """All parts of a kind: a record's part asks its kind for its rules."""
    return _filled("take_table", table=sql.Identifier(plan.object.kind.name), waits=NOTHING if waits else NOWAIT)


def make_arriving(plan: Plan) -> sql.Composed:
    return _filled("make_arriving", columns=plan.columns, table=plan.table)


def make_arriving_text(plan: Plan) -> sql.Composed:
    columns = COMMA.join(sql.SQL("{} text").format(sql.Identifier(pair.column)) for pair in plan.pairs)
    return _filled("make_arriving_text", columns=columns)


def unpack(plan: Plan) -> sql.Composed:
    """A relationship's field (``Owner.Name``) lies one record deeper."""
    paths = (sql.SQL("nullif(record #>> {}, '')").format(pair.source.split(".")) for pair in plan.pairs)
    return _filled("unpack", columns=plan.columns, values=COMMA.join(paths))


def forget_landed(landed: sql.Composable) -> sql.Composed:
    stamp = _typed(Pair("SystemModstamp", MODSTAMP, ColumnType.TIMESTAMPTZ), frozenset())
    return _filled("forget_landed", landed=landed, modstamp=stamp)


def refuse() -> sql.Composed:
    good = sql.SQL("octet_length(page.sfdc_id) = 18 AND pg_input_is_valid(page.system_modstamp, 'timestamptz')")
    return _filled("refuse", acceptable=good)


def set_aside(plan: Plan, indexed: Collection[str]) -> sql.Composed:
    parts = (_part(pair, is_indexed=pair.column in indexed) for pair in _judged(plan, indexed))
    return _filled("set_aside", parts=COMMA.join(parts))


def repair(plan: Plan, indexed: Collection[str]) -> sql.Composed:
    values = COMMA.join(_typed(pair, indexed) for pair in plan.pairs)
    return _filled("repair", columns=plan.columns, values=values)


def forget_errors(plan: Plan, page: sql.Identifier) -> sql.Composed:
    read_fields = sql.SQL("error.field = ANY({})").format([pair.source for pair in plan.pairs])
    return _filled("forget_errors", page=page, is_read=read_fields if plan.refreshes else TRUE)


def take_over(plan: Plan) -> sql.Composed:
    if plan.refreshes:
        return _filled("refresh", table=plan.table, changes=_changes(_values(plan)), **_versions(_values(plan)))
    columns = [pair.column for pair in plan.pairs]
    others = [column for column in columns if column != KEY]
    return _filled(
        "take_over",
        table=plan.table,
        columns=plan.columns,
        values=_listed("page", columns),
        changes=_changes(others),
        **_versions(others),
        is_wanted=sql.SQL("page.is_deleted IS NOT TRUE") if plan.says_deleted else TRUE,
    )


def tally(plan: Plan) -> sql.Composed:
    if plan.refreshes:
        return _filled("tally_refresh", table=plan.table, **_versions(_values(plan)))
    gone = sql.SQL("(page.{} IS TRUE)").format(sql.Identifier(IS_DELETED)) if plan.says_deleted else FALSE
    return _filled("tally", table=plan.table, is_gone=gone, **_versions(_values(plan)))


def mark_gone(plan: Plan) -> sql.Composed:
    return _filled("mark_gone", table=plan.table)


def of_missing(name: str, plan: Plan) -> sql.Composed:
    """A statement of the comparison of Ids: find_missing, mark_missing or count_here."""
    return _filled(name, table=plan.table)


def compare(plan: Plan) -> sql.Composed:
    part = sql.SQL("({}, {} IS DISTINCT FROM {})")
    names = (
        (pair.source, sql.Identifier("here", pair.column), sql.Identifier("page", pair.column)) for pair in plan.pairs
    )
    return _filled("compare", table=plan.table, parts=COMMA.join(part.format(*each) for each in names))


def _values(plan: Plan) -> list[str]:
    """The columns that say something of the record, besides which it is and when it changed."""
    return [pair.column for pair in plan.pairs if pair.column not in {KEY, MODSTAMP}]


def _versions(columns: list[str]) -> dict[str, sql.Composable]:
    return {"olds": _listed("here", columns), "news": _listed("page", columns)}


def _changes(columns: list[str]) -> sql.Composed:
    return COMMA.join(sql.SQL("{} = {}").format(sql.Identifier(name), sql.Identifier("page", name)) for name in columns)


def _judged(plan: Plan, indexed: Collection[str]) -> Iterable[Pair]:
    """Text takes everything, unless an index stands behind it."""
    return (pair for pair in plan.pairs if pair.type != ColumnType.TEXT or pair.column in indexed)


def _part(pair: Pair, *, is_indexed: bool) -> sql.Composed:
    column = sql.Identifier("page", pair.column)
    return sql.SQL("({}, {}, {}, {})").format(pair.source, column, str(pair.type), is_indexed)


def _typed(pair: Pair, indexed: Collection[str]) -> sql.Composable:
    """The value in its type, or null where the type refuses it."""
    column = sql.Identifier("page", pair.column)
    if pair.type == ColumnType.TEXT:
        fits = sql.SQL("CASE WHEN octet_length({column}) <= {most} THEN {column} END")
        return fits.format(column=column, most=LONGEST_INDEXED) if pair.column in indexed else column
    guarded = sql.SQL("CASE WHEN pg_input_is_valid({column}, {name}) THEN {column}::{type} END")
    return guarded.format(column=column, name=str(pair.type), type=sql.SQL(pair.type))


def _listed(table: str, columns: Iterable[str]) -> sql.Composed:
    return COMMA.join(sql.Identifier(table, column) for column in columns)


def _filled(name: str, **parts: sql.Composable) -> sql.Composed:
    return sql.SQL(read("sync", name)).format(**parts)
