"""The functions that a query may apply to a field: counts, sums, and parts of dates."""

from __future__ import annotations

from apps.practice_org.refusals import Refusal
from apps.practice_org.schema.field import NUMBER_TYPES, Field
from apps.practice_org.soql import parsing, tree
from apps.practice_org.soql.scope import Column, Scope

AGGREGATES = {"COUNT": "count", "COUNT_DISTINCT": "count", "SUM": "sum", "AVG": "avg", "MIN": "min", "MAX": "max"}
DATE_PARTS = {
    "CALENDAR_YEAR": "year",
    "CALENDAR_MONTH": "month",
    "CALENDAR_QUARTER": "quarter",
    "DAY_IN_MONTH": "day",
    "DAY_IN_YEAR": "dayofyear",
    "HOUR_IN_DAY": "hour",
    "WEEK_IN_YEAR": "week",
}
WHOLE = Field(name="", label="", type="int", size=9, marks=frozenset({"filterable", "sortable", "groupable"}))
DAY = Field(name="", label="", type="date", marks=frozenset({"filterable", "sortable", "groupable"}))
NUMBER = Field(name="", label="", type="double", size=18, marks=frozenset({"filterable", "sortable"}))


def is_aggregate(function: tree.Name | None) -> bool:
    return function is not None and function.text.upper() in AGGREGATES


def apply(scope: Scope, function: tree.Name, column: Column) -> Column:
    word = function.text.upper()
    if word in AGGREGATES:
        return _aggregate(scope, function, column)
    if word in DATE_PARTS:
        return Column(f"{DATE_PARTS[word]}({column.sql})", WHOLE, column.path)
    if word == "DAY_ONLY":
        return Column(f"({column.sql})::DATE", DAY, column.path)
    if word in {"TOLABEL", "CONVERTTIMEZONE", "CONVERTCURRENCY", "FORMAT"}:
        return column
    raise parsing.located("MALFORMED_QUERY", scope.statement, function.at, f"unexpected token: '{function.text}'")


def _aggregate(scope: Scope, function: tree.Name, column: Column) -> Column:
    word = function.text.upper()
    numeric = column.field.type in NUMBER_TYPES or column.field.type == "int"
    if word in {"SUM", "AVG"} and not numeric:
        words = f"field {column.field.name} does not support aggregate operator {word}"
        raise parsing.located("MALFORMED_QUERY", scope.statement, function.at, words)
    if word == "COUNT":
        return Column(f"count({column.sql})", WHOLE, column.path)
    if word == "COUNT_DISTINCT":
        return Column(f"count(DISTINCT {column.sql})", WHOLE, column.path)
    return Column(f"{AGGREGATES[word]}({column.sql})", NUMBER if word == "AVG" else column.field, column.path)


def require_sortable(scope: Scope, name: tree.Name, column: Column) -> None:
    if not column.field.has("sortable"):
        words = f"field '{column.field.name}' can not be sorted in a query call"
        raise parsing.located("MALFORMED_QUERY", scope.statement, name.at, words)


def require_groupable(scope: Scope, name: tree.Name, column: Column) -> None:
    if not column.field.has("groupable"):
        words = f"field '{column.field.name}' can not be grouped in a query call"
        raise Refusal("MALFORMED_QUERY", parsing.located("MALFORMED_QUERY", scope.statement, name.at, words).message)
