"""The parts of a parsed query; every name and value remembers where it stood, for the caret of an error."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Name:
    """A field, a path to a field of a parent, an object or a function."""

    text: str
    at: int = field(default=0, compare=False)

    @property
    def parts(self) -> list[str]:
        return self.text.split(".")


@dataclass(frozen=True, slots=True)
class Operand:
    """A field inside functions, the outermost first; `name` is None in COUNT()."""

    name: Name | None
    functions: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A field or a function in the SELECT list."""

    operand: Operand
    alias: Name | None = None


@dataclass(frozen=True, slots=True)
class TypeOf:
    """Fields of a parent of several kinds: for each kind its own, `otherwise` for the rest."""

    link: Name
    branches: tuple[tuple[Name, tuple[Name, ...]], ...]
    otherwise: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """`kind`: string, moment, day, time, number, currency, days (LAST_N_DAYS:7) or word (true, null, TODAY)."""

    kind: str
    text: str
    at: int = field(default=0, compare=False)


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
    is_descending: bool = False
    nulls: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """`rolled` is ROLLUP, CUBE or empty."""

    operands: tuple[Operand, ...]
    rolled: str = ""
    having: Condition | None = None


@dataclass(frozen=True, slots=True)
class Select:
    """`aliases` are the further entries of FROM: a path to a parent, and the name that stands for it."""

    items: tuple[Item | TypeOf | Select, ...]
    object: Name
    alias: Name | None = None
    aliases: tuple[tuple[Name, Name], ...] = ()
    scope: Name | None = None
    where: Condition | None = None
    mode: Name | None = None
    group: Group | None = None
    order: tuple[Ordering, ...] = ()
    limit: int | None = None
    offset: int | None = None
    all_rows: bool = False


@dataclass(frozen=True, slots=True)
class Find:
    """A search: `place` is the kind of fields (ALL, NAME, EMAIL, PHONE), `returned` what comes back of each object."""

    sought: str
    place: str
    returned: tuple[Select, ...]
    limit: int | None
