"""Turns the text of a query into its parts, or refuses it as MALFORMED_QUERY with a caret under the trouble."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Never

from lark import Lark, Token, Transformer, UnexpectedInput, v_args
from lark.exceptions import UnexpectedEOF, UnexpectedToken

from apps.practice_org.refusals import Refusal
from apps.practice_org.soql import tree

LONGEST = 100_000
WINDOW = 32  # characters of the statement shown before the caret, as in the recordings
AFTER = 24

Choices = tuple[tuple[tree.Value, ...], tree.Select | None]

GRAMMAR = Lark(
    (Path(__file__).parent / "grammar.lark").read_text(encoding="utf-8"),
    parser="lalr",
    start="select",
    maybe_placeholders=True,
    propagate_positions=False,
)


def parse(statement: str) -> tree.Select:
    if len(statement) > LONGEST:
        raise Refusal("MALFORMED_QUERY", f"SOQL statements can not be longer than {LONGEST} characters.")
    try:
        parsed = GRAMMAR.parse(statement)
    except UnexpectedInput as trouble:
        refuse(statement, trouble)
    select: tree.Select = Builder().transform(parsed)
    return select


def refuse(statement: str, trouble: UnexpectedInput) -> Never:
    at = trouble.pos_in_stream if trouble.pos_in_stream is not None else len(statement)
    token = statement[at : at + 1]
    if isinstance(trouble, UnexpectedToken):
        token = str(trouble.token)
    if isinstance(trouble, UnexpectedEOF) or not token or at < 0:
        raise Refusal("MALFORMED_QUERY", "unexpected token: '<EOF>'")
    raise located("MALFORMED_QUERY", statement, at, f"unexpected token: '{token}'")


def located(code: str, statement: str, at: int, words: str) -> Refusal:
    """An error with the piece of the statement around it, a caret, row and column."""
    start = max(0, at - WINDOW)
    row = statement.count("\n", 0, at) + 1
    column = at - (statement.rfind("\n", 0, at) + 1) + 1
    piece = statement[start : at + AFTER].replace("\n", " ")
    caret = " " * (at - start) + "^"
    return Refusal(code, f"\n{piece}\n{caret}\nERROR at Row:{row}:Column:{column}\n{words}")


def _name(token: Token) -> tree.Name:
    return tree.Name(str(token), token.start_pos or 0)


@v_args(inline=True)
class Builder(Transformer[Token, tree.Select]):
    """Called by the parser's rule names."""

    def plain(self, name: Token, alias: Token | None) -> tree.Item:
        return tree.Item(_name(name), None, str(alias) if alias else None)

    def call(self, function: Token, name: Token | None, alias: Token | None) -> tree.Item:
        return tree.Item(_name(name) if name else None, _name(function), str(alias) if alias else None)

    def child(self, select: tree.Select) -> tree.Select:
        return select

    def items(self, *items: tree.Item) -> tuple[tree.Item, ...]:
        return items

    def operand(self, name: Token) -> tree.Operand:
        return tree.Operand(_name(name))

    def grouped(self, name: Token) -> tree.Operand:
        return tree.Operand(_name(name))

    def applied(self, function: Token, name: Token) -> tree.Operand:
        return tree.Operand(_name(name), _name(function))

    def value(self, token: Token) -> tree.Value:
        kinds = {"STRING": "string", "MOMENT": "moment", "DAY": "day", "NUMBER": "number", "COUNTED_DAYS": "days"}
        return tree.Value(kinds.get(token.type, "word"), str(token), token.start_pos or 0)

    def compare(self, operand: tree.Operand, operator: Token, value: tree.Value) -> tree.Compare:
        return tree.Compare(operand, "!=" if operator == "<>" else str(operator), value)

    def like(self, operand: tree.Operand, value: tree.Value) -> tree.Compare:
        return tree.Compare(operand, "LIKE", value)

    def listed(self, *values: tree.Value) -> Choices:
        return values, None

    def selected(self, select: tree.Select) -> Choices:
        return (), select

    def membership(self, operand: tree.Operand, choices: Choices) -> tree.Membership:
        return tree.Membership(operand, choices[0], choices[1], is_negated=False)

    def absence(self, operand: tree.Operand, choices: Choices) -> tree.Membership:
        return tree.Membership(operand, choices[0], choices[1], is_negated=True)

    def includes(self, operand: tree.Operand, *values: tree.Value) -> tree.Includes:
        return tree.Includes(operand, values, is_negated=False)

    def excludes(self, operand: tree.Operand, *values: tree.Value) -> tree.Includes:
        return tree.Includes(operand, values, is_negated=True)

    def all_of(self, *conditions: tree.Condition) -> tree.Joined:
        return tree.Joined("AND", conditions)

    def any_of(self, *conditions: tree.Condition) -> tree.Joined:
        return tree.Joined("OR", conditions)

    def negation(self, condition: tree.Condition) -> tree.Negation:
        return tree.Negation(condition)

    def where(self, condition: tree.Condition) -> tree.Condition:
        return condition

    def group(self, *parts: Any) -> tuple[tuple[tree.Operand, ...], tree.Condition | None]:
        return parts[:-1], parts[-1]

    def ordering(self, operand: tree.Operand, direction: Token | None, nulls: Token | None) -> tree.Ordering:
        is_descending = direction is not None and direction.upper() == "DESC"
        return tree.Ordering(operand, is_descending, nulls.upper() if nulls else None)

    def order(self, *orderings: tree.Ordering) -> tuple[tree.Ordering, ...]:
        return orderings

    def limit(self, number: Token) -> int:
        return int(float(number))

    def offset(self, number: Token) -> int:
        return int(float(number))

    def select(self, items: Any, name: Token, alias: Token | None, _scope: Any, *rest: Any) -> tree.Select:
        where, group, order, limit, offset, _for = rest
        grouped, having = group or ((), None)
        return tree.Select(
            items=items,
            object=_name(name),
            alias=str(alias) if alias else None,
            where=where,
            group=grouped,
            having=having,
            order=order or (),
            limit=limit,
            offset=offset,
        )
