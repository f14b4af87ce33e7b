"""What the query inside a semi-join may be: one column of ids, of the object that the outer field points to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from apps.practice_org.refusals import Refusal
from apps.practice_org.schema.field import ID_TYPES
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.soql import tree
from apps.practice_org.soql.carets import located
from apps.practice_org.soql.scope import Column

MOST = 2


def check_places(statement: str, condition: tree.Condition | None) -> None:
    """At most two, not beside an OR, and none inside another."""
    inside = list(_inside(condition))
    if len(inside) > MOST:
        raise Refusal("MALFORMED_QUERY", f"Maximum {MOST} semi join sub-selects are allowed")
    for one in inside:
        if one.inner and any(_inside(one.inner.where)):
            raise _at(statement, one, "Nesting of semi join sub-selects is not supported")
    for one in _beside_or(condition, is_beside=False):
        raise _at(statement, one, "Semi join sub-selects are not allowed with the 'OR' operator")


@dataclass(frozen=True, slots=True)
class Side:
    """A column of ids, and the object that it was asked of."""

    column: Column
    of: SObject

    @property
    def kinds(self) -> frozenset[str]:
        """The objects that its ids are of."""
        is_own = self.column.field.type == "id" and len(self.column.path) == 1
        return frozenset({self.of.name} if is_own else self.column.field.to)


def check(statement: str, name: tree.Name, outer: Side, inner: Side) -> None:
    words = ""
    if outer.column.field.type not in ID_TYPES:
        words = "The left operand field in the where expression for outer query should be an id field, cannot use: "
        words += f"'{name.text}'"
    elif inner.column.field.type not in ID_TYPES:
        words = f"semi join sub-selects can only query id fields, cannot use: '{inner.column.field.name}'"
    elif outer.of.name == inner.of.name and len(outer.column.path) == 1:
        words = "The inner and outer selects should not be on the same object type"
    elif not outer.kinds & inner.kinds:
        words = (
            f"The selected field '{inner.column.field.name}' in the subquery and the left operand field in the where "
            f"expression in the outer query '{name.text}' should point to the same object type"
        )
    if words:
        raise located("MALFORMED_QUERY", statement, name.at, words)


def _inside(condition: tree.Condition | None) -> Iterator[tree.Membership]:
    match condition:
        case tree.Joined(_, conditions):
            for one in conditions:
                yield from _inside(one)
        case tree.Negation(one):
            yield from _inside(one)
        case tree.Membership(inner=tree.Select()):
            yield condition


def _beside_or(condition: tree.Condition | None, *, is_beside: bool) -> Iterator[tree.Membership]:
    match condition:
        case tree.Joined(word, conditions):
            for one in conditions:
                yield from _beside_or(one, is_beside=is_beside or word == "OR")
        case tree.Membership(inner=tree.Select()) if is_beside:
            yield condition


def _at(statement: str, one: tree.Membership, words: str) -> Refusal:
    return located("MALFORMED_QUERY", statement, one.operand.name.at if one.operand.name else 0, words)
