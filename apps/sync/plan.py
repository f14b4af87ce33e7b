"""What is read of an object and where it goes: the SELECT and the COPY come from one list, so they cannot disagree."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg import sql

from apps.mapping import pairs
from apps.mapping.objects import OBJECTS, SalesforceObject
from apps.mapping.pairs import Pair
from apps.marketing.kinds import KEY
from apps.tenants.models import Instance

MODSTAMP = "system_modstamp"
IS_DELETED = "is_deleted"


@dataclass(frozen=True)
class Plan:
    """One object. ``pairs`` are in the order of the SELECT, of the CSV and of the COPY."""

    object: SalesforceObject
    pairs: tuple[Pair, ...]

    @property
    def name(self) -> str:
        return self.object.name

    @property
    def table(self) -> sql.Identifier:
        return sql.Identifier(self.object.table)

    @property
    def columns(self) -> sql.Composed:
        return sql.SQL(", ").join(sql.Identifier(pair.column) for pair in self.pairs)

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(pair.source for pair in self.pairs)

    @property
    def says_deleted(self) -> bool:
        return any(pair.column == IS_DELETED for pair in self.pairs)

    @property
    def everything(self) -> str:
        """The condition of a first read. Only queryAll shows archived activities, and it shows deleted ones too."""
        return "IsDeleted = false" if self.object.includes_archived else ""

    def soql(self, where: str = "", order: str = "") -> str:
        parts = ["SELECT", ", ".join(self.sources), "FROM", self.name]
        parts += ["WHERE", where] if where else []
        parts += ["ORDER BY", order] if order else []
        return " ".join(parts)


def of(instance: Instance, object_name: str) -> Plan:
    return Plan(OBJECTS[object_name], tuple(pairs.of(instance, object_name)))


def all_of(instance: Instance) -> list[Plan]:
    """Every object that the sync user can see, in the order of the sync."""
    return [Plan(each, tuple(pairs.of(instance, each.name))) for each in pairs.visible(instance)]


__all__ = ["IS_DELETED", "KEY", "MODSTAMP", "Plan", "all_of", "of"]
