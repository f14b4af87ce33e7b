"""The kinds of rules, as an administrator would fill in their pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ALERT, BLOCK = "alert", "block"
ROW, ENTITY = "row", "entity"
FOR_EVER = -1


@dataclass(frozen=True, slots=True)
class ValidationRule:
    """A record that meets `condition`, written as in SOQL, is refused; `field` shows the text beside a field."""

    id: str
    object: str
    name: str
    condition: str
    message: str
    field: str = ""
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class DuplicateRule:
    """Two records match when all `fields` are equal; `alert` can be overridden by a caller, `block` can not."""

    id: str
    object: str
    name: str
    fields: tuple[str, ...]
    action: str = ALERT
    message: str = "Use one of these records?"
    is_active: bool = True

    @property
    def can_be_saved(self) -> bool:
        return self.action == ALERT


@dataclass(frozen=True, slots=True)
class AssignmentRule:
    """The first entry whose condition a record meets gives its owner; an empty condition takes every record."""

    id: str
    object: str
    name: str
    entries: tuple[Mapping[str, str], ...] = ()
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Lock:
    """`row` is another transaction that holds the record for `count` tries, `entity` an approval that runs."""

    id: str
    record: str
    kind: str = ROW
    count: int = FOR_EVER


Rule = ValidationRule | DuplicateRule | AssignmentRule | Lock


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where one kind of rule is kept, and the prefix of its ids."""

    name: str
    prefix: str
    made: type[Any]


SHELVES = {
    "validation-rules": Shelf("validation-rule", "03d", ValidationRule),
    "duplicate-rules": Shelf("duplicate-rule", "0Bm", DuplicateRule),
    "assignment-rules": Shelf("assignment-rule", "01Q", AssignmentRule),
    "locks": Shelf("lock", "", Lock),
}
