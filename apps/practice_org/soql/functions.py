"""The functions that a query may apply to a field: counts and sums, parts of dates, texts for people."""

from __future__ import annotations

from apps.practice_org import quoting
from apps.practice_org.schema.field import NUMBER_TYPES, Field
from apps.practice_org.soql import tree
from apps.practice_org.soql.asker import Asker
from apps.practice_org.soql.carets import located
from apps.practice_org.soql.scope import Column, Scope

AGGREGATES = {"COUNT": "count", "COUNT_DISTINCT": "count", "SUM": "sum", "AVG": "avg", "MIN": "min", "MAX": "max"}
DATE_PARTS = {
    "CALENDAR_YEAR": "year({})",
    "CALENDAR_QUARTER": "quarter({})",
    "CALENDAR_MONTH": "month({})",
    "FISCAL_YEAR": "year({})",
    "FISCAL_QUARTER": "quarter({})",
    "FISCAL_MONTH": "month({})",
    "DAY_IN_MONTH": "day({})",
    "DAY_IN_WEEK": "dayofweek({}) + 1",
    "DAY_IN_YEAR": "dayofyear({})",
    "HOUR_IN_DAY": "hour({})",
    "WEEK_IN_MONTH": "(day({}) + 6) // 7",
    "WEEK_IN_YEAR": "(dayofyear({}) + 6) // 7",
}
NEED_TIME = {"HOUR_IN_DAY", "DAY_ONLY", "CONVERTTIMEZONE"}
AROUND_AGGREGATES = {"FORMAT", "CONVERTCURRENCY"}
DATES = {"date", "datetime"}
COMPOUND = {"address", "location"}
MONEY = "USD "
ANY_USE = frozenset({"filterable", "sortable", "groupable"})
WHOLE = Field(name="", label="", type="int", size=9, marks=ANY_USE)
DAY = Field(name="", label="", type="date", marks=ANY_USE)
NUMBER = Field(name="", label="", type="double", size=18, marks=ANY_USE)
TEXT = Field(name="", label="", type="string", size=255, marks=ANY_USE)


def is_aggregate(operand: tree.Operand) -> bool:
    return any(function.text.upper() in AGGREGATES for function in operand.functions)


def apply(scope: Scope, operand: tree.Operand, asker: Asker) -> Column:
    """The column of a field after its functions, the innermost first."""
    if operand.name is None:
        function = operand.functions[0]
        words = f"unexpected token: '{function.text}'"
        raise located("MALFORMED_QUERY", scope.statement, function.at, words)
    column = scope.column(operand.name)
    inner = ""
    for function in reversed(operand.functions):
        word = function.text.upper()
        if column.field.type in COMPOUND or (inner in AGGREGATES and word not in AROUND_AGGREGATES):
            raise located("MALFORMED_QUERY", scope.statement, function.at, f"unexpected token: '{function.text}'")
        column, inner = _applied(scope, function, column, asker), word
    return column


def _applied(scope: Scope, function: tree.Name, column: Column, asker: Asker) -> Column:
    word = function.text.upper()
    if word in AGGREGATES:
        return _aggregate(scope, function, column)
    if word in DATE_PARTS or word in NEED_TIME:
        _require_date(scope, function, column)
        return _date_part(word, column, asker)
    if word == "TOLABEL":
        return Column(_label(column), column.field, column.path)
    if word == "FORMAT":
        return Column(_written(column, asker), TEXT, column.path)
    if word == "GROUPING":
        return Column(f"grouping({column.sql})", WHOLE, column.path)
    if word == "CONVERTCURRENCY":
        return column
    raise located("MALFORMED_QUERY", scope.statement, function.at, f"unexpected token: '{function.text}'")


def _aggregate(scope: Scope, function: tree.Name, column: Column) -> Column:
    word, kind = function.text.upper(), column.field.type
    is_number = kind in NUMBER_TYPES or kind == "int"
    is_fit = (
        is_number if word in {"SUM", "AVG"} else word.startswith("COUNT") or kind not in {"boolean", "multipicklist"}
    )
    if not is_fit:
        words = f"field {column.field.name} does not support aggregate operator {word}"
        raise located("MALFORMED_QUERY", scope.statement, function.at, words)
    distinct = "DISTINCT " if word == "COUNT_DISTINCT" else ""
    field = WHOLE if word.startswith("COUNT") else NUMBER if word == "AVG" else column.field
    return Column(f"{AGGREGATES[word]}({distinct}{column.sql})", field, column.path)


def _require_date(scope: Scope, function: tree.Name, column: Column) -> None:
    fit = {"datetime"} if function.text.upper() in NEED_TIME else DATES
    if column.field.type not in fit:
        words = f"field '{column.field.name}' of type {column.field.type} is not valid for function {function.text}"
        raise located("INVALID_FIELD", scope.statement, function.at, words)


def _date_part(word: str, column: Column, asker: Asker) -> Column:
    if word == "CONVERTTIMEZONE":
        return Column(_local(column.sql, asker), column.field, column.path)
    if word == "DAY_ONLY":
        return Column(f"({column.sql})::DATE", DAY, column.path)
    return Column(f"({DATE_PARTS[word].format(column.sql)})", WHOLE, column.path)


def _local(sql: str, asker: Asker) -> str:
    return f"timezone({quoting.text(asker.zone)}, timezone('UTC', {sql}))"


def _label(column: Column) -> str:
    """The words that people see for the values of a picklist."""
    other = [value for value in column.field.values if value.label != value.value]
    cases = " ".join(f"WHEN {quoting.text(value.value)} THEN {quoting.text(value.label)}" for value in other)
    return f"(CASE {column.sql} {cases} ELSE {column.sql} END)" if cases else column.sql


def _written(column: Column, asker: Asker) -> str:
    """A value as the pages of an American org show it."""
    field, sql = column.field, column.sql
    if field.type == "currency":
        return f"'{MONEY}' || format('{{:,.2f}}', ({sql})::DOUBLE)"
    if field.type in NUMBER_TYPES or field.type == "int":
        places = field.scale if field.type != "int" else 0
        return f"format('{{:,.{places}f}}', ({sql})::DOUBLE)"
    if field.type == "date":
        return f"strftime({sql}, '%-m/%-d/%Y')"
    if field.type == "datetime":
        return f"strftime({_local(sql, asker)}, '%-m/%-d/%Y, %-I:%M %p')"
    return f"({sql})::VARCHAR"


def require_sortable(scope: Scope, name: tree.Name, column: Column) -> None:
    if not column.field.has("sortable"):
        words = f"field '{column.field.name}' can not be sorted in a query call"
        raise located("MALFORMED_QUERY", scope.statement, name.at, words)


def require_groupable(scope: Scope, name: tree.Name, column: Column) -> None:
    if not column.field.has("groupable"):
        words = f"field '{column.field.name}' can not be grouped in a query call"
        raise located("MALFORMED_QUERY", scope.statement, name.at, words)
