"""Builds the parts of a query while the grammar recognises them; called by the names of its rules."""

from __future__ import annotations

from typing import Any, Never

from lark import Token, Transformer, v_args

from apps.practice_org.soql import tree

KINDS = {
    "STRING": "string",
    "MOMENT": "moment",
    "DAY": "day",
    "TIME": "time",
    "NUMBER": "number",
    "WHOLE": "number",
    "CURRENCY": "currency",
    "COUNTED_DAYS": "days",
}

Choices = tuple[tuple[tree.Value, ...], tree.Select | None]


class Unbound(Exception):
    """A variable of a program, where only a value can stand."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


class AllRows:
    """Marks a query that wants deleted records too."""


def _name(token: Token) -> tree.Name:
    return tree.Name(str(token), token.start_pos or 0)


@v_args(inline=True)
class Builder(Transformer[Token, tree.Select]):
    def alias(self, name: Token) -> tree.Name:
        return _name(name)

    scope = mode = alias

    def names(self, *names: Token) -> tuple[tree.Name, ...]:
        return tuple(_name(name) for name in names)

    def sources(self, *parts: Any) -> tuple[tuple[tree.Name, tree.Name], ...]:
        return tuple((_name(path), alias) for path, alias in zip(parts[::2], parts[1::2], strict=True))

    def operand(self, name: Token) -> tree.Operand:
        return tree.Operand(_name(name))

    def applied(self, function: Token, inner: tree.Operand | None) -> tree.Operand:
        if inner is None:
            return tree.Operand(None, (_name(function),))
        return tree.Operand(inner.name, (_name(function), *inner.functions))

    def item(self, operand: tree.Operand, alias: tree.Name | None) -> tree.Item:
        return tree.Item(operand, alias)

    def child(self, select: tree.Select) -> tree.Select:
        return select

    def branch(self, kind: Token, names: tuple[tree.Name, ...]) -> tuple[tree.Name, tuple[tree.Name, ...]]:
        return _name(kind), names

    def otherwise(self, names: tuple[tree.Name, ...]) -> tuple[tree.Name, ...]:
        return names

    def typeof(self, link: Token, *parts: Any) -> tree.TypeOf:
        return tree.TypeOf(_name(link), parts[:-1], parts[-1] or ())

    def items(self, *items: Any) -> tuple[Any, ...]:
        return items

    def value(self, token: Token) -> tree.Value:
        return tree.Value(KINDS.get(token.type, "word"), str(token), token.start_pos or 0)

    def unbound(self, name: Token) -> Never:
        raise Unbound((name.start_pos or 1) - 1)

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

    having = where

    def rolled(self, word: Token, *operands: tree.Operand) -> tree.Group:
        return tree.Group(operands, word.upper())

    def group(self, *parts: Any) -> tree.Group:
        *grouped, having = parts
        if isinstance(grouped[0], tree.Group):
            return tree.Group(grouped[0].operands, grouped[0].rolled, having)
        return tree.Group(tuple(grouped), "", having)

    def ordering(self, operand: tree.Operand, direction: Token | None, nulls: Token | None) -> tree.Ordering:
        is_descending = direction is not None and direction.upper() == "DESC"
        return tree.Ordering(operand, is_descending, nulls.upper() if nulls else None)

    def order(self, *orderings: tree.Ordering) -> tuple[tree.Ordering, ...]:
        return orderings

    def limit(self, number: Token) -> int:
        return int(number)

    offset = limit

    def purpose(self, *_names: Token) -> None:
        """FOR VIEW, FOR REFERENCE, UPDATE TRACKING: what they keep for the user interface is not kept here."""

    def all_rows(self) -> AllRows:
        return AllRows()

    def tail(self, *purposes: AllRows | None) -> bool:
        return any(isinstance(purpose, AllRows) for purpose in purposes)

    def select(self, *parts: Any) -> tree.Select:
        items, name, alias, aliases, scope, where, mode, group, order, limit, offset, all_rows = parts
        return tree.Select(
            items, _name(name), alias, aliases, scope, where, mode, group, order or (), limit, offset, all_rows
        )

    def place(self, name: Token) -> str:
        return str(name).upper()

    def returned(self, name: Token, items: Any, where: Any, order: Any, limit: Any, offset: Any) -> tree.Select:
        own = items or (tree.Item(tree.Operand(tree.Name("Id"))),)
        return tree.Select(own, _name(name), where=where, order=order or (), limit=limit, offset=offset)

    def find(self, sought: Token, place: str | None, *parts: Any) -> tree.Find:
        *returned, limit = parts
        return tree.Find(str(sought)[1:-1], place or "ALL", tuple(filter(None, returned)), limit)
