"""Puts Lead and Contact fields that mean the same into one column, before anything is counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from apps.mapping import standard, types
from apps.mapping.models import CatalogueField
from apps.mapping.objects import OBJECTS
from apps.marketing.types import ColumnType


@dataclass(frozen=True)
class Wanted:
    """One chosen Salesforce field on its way to a column."""

    object: str
    source: str
    label: str
    type: ColumnType
    standard: standard.Standard | None

    @classmethod
    def of(cls, field: CatalogueField) -> Wanted:
        return cls.described(field.object.name, field.name, field.label, field.type)

    @classmethod
    def described(cls, object_name: str, source: str, label: str, salesforce_type: str) -> Wanted:
        found = standard.find(object_name, source)
        return cls(object_name, source, found.label if found else label, types.column_type(salesforce_type), found)

    @property
    def kind(self) -> str:
        return OBJECTS[self.object].kind.name

    @property
    def key(self) -> tuple[str, str, ColumnType]:
        """Equal for two fields that share a column: the default mapping says so, or the API names are the same.

        Values of different types never meet in one column by themselves; that is a person's decision.
        """
        name = f"standard:{self.standard.column}" if self.standard else f"same name:{self.source.lower()}"
        return self.kind, name, self.type

    @property
    def order(self) -> tuple[Any, ...]:
        """The default mapping takes its names first; else Lead before Contact, by name: the same list every time."""
        return self.kind, self.standard is None, self.source.lower(), self.object != "Lead", self.source


def together(wanted: Iterable[Wanted]) -> Iterator[list[Wanted]]:
    """Groups of one or two, Lead first; never two fields of one object."""
    groups: dict[tuple[Any, ...], list[Wanted]] = {}
    for each in sorted(wanted, key=lambda one: one.order):
        group = groups.setdefault(each.key, [])
        if any(other.object == each.object for other in group):
            groups[*each.key, each.source] = [each]
        else:
            group.append(each)
    yield from (sorted(group, key=lambda one: one.object != "Lead") for group in groups.values())
