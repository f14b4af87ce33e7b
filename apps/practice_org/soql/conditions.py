"""Writes the conditions of a query as SQL, with Salesforce's ideas of null, case and dates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from apps.practice_org import quoting
from apps.practice_org.refusals import Refusal
from apps.practice_org.schema.field import TEXT_TYPES, Field
from apps.practice_org.soql import dates, functions, grouping, tree, values
from apps.practice_org.soql.asker import Asker
from apps.practice_org.soql.carets import located
from apps.practice_org.soql.scope import Column, Scope

ORDERED = {"<", "<=", ">", ">="}
DATE_WORDS = {"word", "days"}


@dataclass(frozen=True, slots=True)
class Conditions:
    """`inner` writes the query of a semi-join; `grouped` are the columns that HAVING may name, None in WHERE."""

    scope: Scope
    asker: Asker
    inner: Callable[[tree.Operand, Column, tree.Select], str]
    grouped: list[Column] | None = None

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
        self._check_operator(condition.operand, column.field, operator)
        if operator == "LIKE":
            return self._like(condition.operand, column, value)
        if values.is_empty(column.field, value):
            return "false" if operator in ORDERED else f"{column.sql} IS {'NOT ' if operator == '!=' else ''}NULL"
        span = self._span(column.field, value)
        if span is not None:
            return self._within(column, operator, span)
        left, right = values.column(column.field, column.sql), self._literal(condition.operand, column.field, value)
        return f"{left} {'IS DISTINCT FROM' if operator == '!=' else operator} {right}"

    def _check_operator(self, operand: tree.Operand, field: Field, operator: str) -> None:
        is_fit = field.type != "boolean" or operator in {"=", "!="}
        if operator == "LIKE":
            is_fit = field.type in TEXT_TYPES - {"multipicklist"}
        if not is_fit:
            words = f"invalid operator on {field.type} field"
            raise self._at(operand, "INVALID_QUERY_FILTER_OPERATOR", words)

    def _span(self, field: Field, value: tree.Value) -> dates.Span | None:
        if field.type not in {"date", "datetime"} or value.kind not in DATE_WORDS:
            return None
        found = self.asker.span(value.text, is_instant=field.type == "datetime")
        if found is None:
            words = f"unexpected token: '{value.text}'"
            raise located("MALFORMED_QUERY", self.scope.statement, value.at, words)
        return found

    def _like(self, operand: tree.Operand, column: Column, value: tree.Value) -> str:
        if values.is_null(value):
            words = f"unexpected token: '{value.text}'"
            raise located("MALFORMED_QUERY", self.scope.statement, value.at, words)
        self._literal(operand, column.field, value)
        word = "LIKE" if column.field.has("caseSensitive") else "ILIKE"
        return f"{column.sql} {word} {quoting.text(values.pattern(value.text))} ESCAPE '\\'"

    def _within(self, column: Column, operator: str, span: dates.Span) -> str:
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

    def _membership(self, condition: tree.Membership) -> str:
        column = self._operand(condition.operand)
        if condition.inner is not None:
            inside = f"{column.sql} IN ({self.inner(condition.operand, column, condition.inner)})"
        else:
            inside = self._one_of(condition.operand, column, condition.values)
        return f"NOT coalesce({inside}, false)" if condition.is_negated else inside

    def _one_of(self, operand: tree.Operand, column: Column, choices: tuple[tree.Value, ...]) -> str:
        given = [choice for choice in choices if not values.is_empty(column.field, choice)]
        spans = {choice: span for choice in given if (span := self._span(column.field, choice))}
        listed = ", ".join(self._literal(operand, column.field, one) for one in given if one not in spans)
        parts = [self._within(column, "=", span) for span in spans.values()]
        parts += [f"{values.column(column.field, column.sql)} IN ({listed})"] if listed else []
        parts += [f"{column.sql} IS NULL"] if len(given) < len(choices) else []
        return f"({' OR '.join(parts)})"

    def _includes(self, condition: tree.Includes) -> str:
        column = self._operand(condition.operand)
        if column.field.type != "multipicklist":
            words = f"includes or excludes operator only valid on multipicklist field, not on {column.field.name}"
            raise self._at(condition.operand, "INVALID_QUERY_FILTER_OPERATOR", words)
        parts = f"string_split(lower({column.sql}), ';')"
        sets = [self._set(condition.operand, column, value) for value in condition.values]
        inside = " OR ".join(f"list_has_all({parts}, {quoting.array(wanted)})" for wanted in sets)
        return f"NOT coalesce({inside}, false)" if condition.is_negated else f"({inside})"

    def _set(self, operand: tree.Operand, column: Column, value: tree.Value) -> list[str]:
        self._literal(operand, column.field, value)
        return values.unescape(value.text).lower().split(";")

    def _operand(self, operand: tree.Operand) -> Column:
        column = functions.apply(self.scope, operand, self.asker)
        is_misplaced = self.grouped is None and functions.is_aggregate(operand)
        if (column.field.type in functions.COMPOUND or is_misplaced) and operand.name:
            word = operand.functions[0] if operand.functions else operand.name
            raise self._at(operand, "MALFORMED_QUERY", f"unexpected token: '{word.text}'")
        if self.grouped is not None:
            grouping.require_known(self.scope, operand, column, self.grouped, "Field")
        if not operand.functions and not column.field.has("filterable"):
            words = f"field '{column.field.name}' can not be filtered in a query call"
            raise self._at(operand, "INVALID_FIELD", words)
        return column

    def _literal(self, operand: tree.Operand, field: Field, value: tree.Value) -> str:
        if value.kind == "word" and not self._is_known(value):
            words = f"unexpected token: '{value.text}'"
            raise located("MALFORMED_QUERY", self.scope.statement, value.at, words)
        try:
            return values.literal(field, value)
        except values.Unfit as trouble:
            raise self._at(operand, trouble.code, trouble.words) from trouble

    def _is_known(self, word: tree.Value) -> bool:
        """Any other word is text that lost its quotes."""
        is_constant = word.text.lower() in {"true", "false", "null"}
        return is_constant or self.asker.span(word.text, is_instant=False) is not None

    def _at(self, operand: tree.Operand, code: str, words: str) -> Refusal:
        place = operand.functions[0] if operand.functions else operand.name
        return located(code, self.scope.statement, place.at if place else 0, words)
