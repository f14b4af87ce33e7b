"""The parts of a parsed query; every name remembers where it stood, for the caret of an error."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """A field, a path to a field of a parent, an object or a function."""

    text: str
    at: int

    @property
    def parts(self) -> list[str]:
        return self.text.split(".")


@dataclass(frozen=True, slots=True)
class Operand:
    name: Name
    function: Name | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the SELECT list; `name` is None in COUNT()."""

    name: Name | None
    function: Name | None = None
    alias: str | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """`kind`: string, moment, day, number, days (LAST_N_DAYS:7) or word (true, null, TODAY)."""

    kind: str
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Compare:
    operand: Operand
    operator: str
    value: Value


@dataclass(frozen=True, slots=True)
class Membership:
    operand: Operand
    values: tuple[Value, ...]
    inner: Select | None
    is_negated: bool


@dataclass(frozen=True, slots=True)
class Includes:
    operand: Operand
    values: tuple[Value, ...]
    is_negated: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """Conditions that hold together: `word` is AND or OR."""

    word: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Negation:
    condition: Condition


Condition = Compare | Membership | Includes | Joined | Negation


@dataclass(frozen=True, slots=True)
class Ordering:
    operand: Operand
    is_descending: bool
    nulls: str | None


@dataclass(frozen=True, slots=True)
class Select:
    items: tuple[Item | Select, ...]
    object: Name
    alias: str | None = None
    where: Condition | None = None
    group: tuple[Operand, ...] = ()
    having: Condition | None = None
    order: tuple[Ordering, ...] = ()
    limit: int | None = None
    offset: int | None = None
