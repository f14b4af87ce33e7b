"""Writes the conditions of a query as SQL, with Salesforce's ideas of null, case and dates."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from apps.practice_org import quoting
from apps.practice_org.refusals import Refusal
from apps.practice_org.schema.field import NUMBER_TYPES, Field
from apps.practice_org.soql import dates, functions, parsing, tree, values
from apps.practice_org.soql.scope import Column, Scope

ORDERED = {"<", "<=", ">", ">="}


@dataclass(frozen=True, slots=True)
class Conditions:
    """`inner` compiles the query of a semi-join."""

    scope: Scope
    now: datetime.datetime
    inner: Callable[[tree.Select], str]

    def sql(self, condition: tree.Condition) -> str:
        match condition:
            case tree.Joined(word, conditions):
                return "(" + f" {word} ".join(self.sql(one) for one in conditions) + ")"
            case tree.Negation(inside):
                return f"NOT coalesce({self.sql(inside)}, false)"
            case tree.Compare():
                return self._compare(condition)
            case tree.Membership():
                return self._membership(condition)
            case tree.Includes():
                return self._includes(condition)

    def _compare(self, condition: tree.Compare) -> str:
        column = self._operand(condition.operand)
        operator, value = condition.operator, condition.value
        if operator == "LIKE":
            return _like(column, value)
        if values.is_null(value) or value.text == "''":
            return f"{column.sql} IS {'NOT ' if operator == '!=' else ''}NULL"
        span = self._span(column.field, value)
        if span is not None:
            return _within(column, operator, span)
        left, right = values.column(column.field, column.sql), values.literal(column.field, value)
        if operator == "!=":
            return f"{left} IS DISTINCT FROM {right}"
        if operator in ORDERED and column.field.type == "boolean":
            raise Refusal("INVALID_FIELD", f"invalid operator on boolean field '{column.field.name}'")
        return f"{left} {operator} {right}"

    def _span(self, field: Field, value: tree.Value) -> dates.Span | None:
        if field.type not in {"date", "datetime"} or value.kind not in {"word", "days"}:
            return None
        found = dates.span(value.text, self.now)
        if found is None:
            raise parsing.located(
                "MALFORMED_QUERY", self.scope.statement, value.at, f"unexpected token: '{value.text}'"
            )
        return found

    def _membership(self, condition: tree.Membership) -> str:
        column = self._operand(condition.operand)
        if condition.inner is not None:
            inside = f"{column.sql} IN ({self.inner(condition.inner)})"
        else:
            inside = self._one_of(column, condition.values)
        return f"NOT coalesce({inside}, false)" if condition.is_negated else inside

    def _one_of(self, column: Column, choices: tuple[tree.Value, ...]) -> str:
        given = [choice for choice in choices if not values.is_null(choice)]
        listed = ", ".join(values.literal(column.field, choice) for choice in given)
        inside = f"{values.column(column.field, column.sql)} IN ({listed})" if given else "false"
        return f"({inside} OR {column.sql} IS NULL)" if len(given) < len(choices) else inside

    def _includes(self, condition: tree.Includes) -> str:
        column = self._operand(condition.operand)
        if column.field.type != "multipicklist":
            raise Refusal("INVALID_FIELD", "includes operator is not valid on field " + column.field.name)
        parts = f"string_split(lower({column.sql}), ';')"
        sets = [values.unescape(value.text).lower().split(";") for value in condition.values]
        inside = " OR ".join(f"list_has_all({parts}, {quoting.array(wanted)})" for wanted in sets)
        return f"NOT coalesce({inside}, false)" if condition.is_negated else f"({inside})"

    def _operand(self, operand: tree.Operand) -> Column:
        column = self.scope.column(operand.name)
        if operand.function is not None:
            return functions.apply(self.scope, operand.function, column)
        if not column.field.has("filterable"):
            words = f"field '{column.field.name}' can not be filtered in a query call"
            raise parsing.located("INVALID_FIELD", self.scope.statement, operand.name.at, words)
        return column


def _like(column: Column, value: tree.Value) -> str:
    if column.field.type in NUMBER_TYPES | {"int", "boolean", "date", "datetime"}:
        raise Refusal("INVALID_FIELD", f"invalid operator on {column.field.type} field '{column.field.name}'")
    if value.kind != "string":
        values.text(column.field, value)
    pattern = quoting.text(values.unescape(value.text.replace("\\%", "\\\\%").replace("\\_", "\\\\_")))
    return f"{column.sql} ILIKE {pattern} ESCAPE '\\'"


def _within(column: Column, operator: str, span: dates.Span) -> str:
    kind = "DATE" if column.field.type == "date" else "TIMESTAMP"
    start, end = (f"{kind} '{moment.date() if kind == 'DATE' else moment}'" for moment in span)
    forms = {
        "=": f"({column.sql} >= {start} AND {column.sql} < {end})",
        "!=": f"NOT coalesce({column.sql} >= {start} AND {column.sql} < {end}, false)",
        "<": f"{column.sql} < {start}",
        "<=": f"{column.sql} < {end}",
        ">": f"{column.sql} >= {end}",
        ">=": f"{column.sql} >= {start}",
    }
    return forms[operator]
