"""What is read of an object and where it goes: the SELECT and the COPY come from one list, so they cannot disagree."""

from __future__ import annotations

from dataclasses import dataclass, replace

from psycopg import sql

from apps.mapping import filters, pairs
from apps.mapping.objects import OBJECTS, SalesforceObject
from apps.mapping.pairs import Pair
from apps.marketing.kinds import KEY
from apps.sync import outbox_rules
from apps.sync.outbox_rules import Rules
from apps.tenants.models import Instance

MODSTAMP = "system_modstamp"
IS_DELETED = "is_deleted"


@dataclass(frozen=True)
class Plan:
    """One object. ``pairs`` are in the order of the SELECT, of the CSV and of the COPY.

    ``refreshes``: its values go into records that are here, and make no new ones. ``condition``: the SOQL of the
    records that are wanted (`mapping.filters`), empty for all. ``rules``: of people,
    what goes back.
    """

    object: SalesforceObject
    pairs: tuple[Pair, ...]
    refreshes: bool = False
    condition: str = ""
    rules: Rules | None = None

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
    def own(self) -> Plan:
        """Without the fields of other records, which only a query gives."""
        return replace(self, pairs=tuple(pair for pair in self.pairs if "." not in pair.source))

    @property
    def says_deleted(self) -> bool:
        return any(pair.column == IS_DELETED for pair in self.pairs)

    @property
    def everything(self) -> str:
        """The condition of a first read. Only queryAll shows archived activities, and it shows deleted ones too."""
        archived = "IsDeleted = false" if self.object.includes_archived else ""
        return " AND ".join(part for part in (archived, self.condition) if part)

    @property
    def wanted(self) -> str:
        """The condition of a later read: what became deleted is wanted whatever it says, as it is known here."""
        if not self.condition:
            return ""
        return f"(IsDeleted = true OR ({self.condition}))" if self.says_deleted else f"({self.condition})"

    def soql(self, where: str = "", order: str = "") -> str:
        parts = ["SELECT", ", ".join(self.sources), "FROM", self.name]
        parts += ["WHERE", where] if where else []
        parts += ["ORDER BY", order] if order else []
        return " ".join(parts)


def of(instance: Instance, object_name: str) -> Plan:
    return _plans(instance, [OBJECTS[object_name]])[0]


def all_of(instance: Instance) -> list[Plan]:
    """Every object that the sync user can see, in the order of the sync."""
    return _plans(instance, pairs.visible(instance))


def _plans(instance: Instance, objects: list[SalesforceObject]) -> list[Plan]:
    wanted = filters.conditions(instance)
    listed = {each.name: tuple(pairs.of(instance, each.name)) for each in objects}
    rules = outbox_rules.of(instance, listed)
    return [
        Plan(each, listed[each.name], condition=wanted.get(each.name, ""), rules=rules.get(each.name))
        for each in objects
    ]


def calculated_of(instance: Instance, plans: list[Plan]) -> list[Plan]:
    """Of each object the fields that change without it: formulas, and fields of other records."""
    known = pairs.calculated(instance)
    narrow = [(each, [pair for pair in each.pairs if _is_calculated(each, pair, known)]) for each in plans]
    return [
        Plan(each.object, (*_stamps(each), *found), refreshes=True, condition=each.condition)
        for each, found in narrow
        if found
    ]


def _is_calculated(each: Plan, pair: Pair, known: set[tuple[str, str]]) -> bool:
    return "." in pair.source or (each.name, pair.source) in known


def _stamps(each: Plan) -> list[Pair]:
    return [pair for pair in each.pairs if pair.column in {KEY, MODSTAMP}]


__all__ = ["IS_DELETED", "KEY", "MODSTAMP", "Plan", "all_of", "calculated_of", "of"]
