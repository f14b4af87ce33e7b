"""Which way each object goes and who wins: leads are marketing's, contacts are the sales team's, the rest is read."""

from __future__ import annotations

from typing import Any, NamedTuple

from apps.mapping.models import CatalogueField
from apps.mapping.objects import OBJECTS
from apps.sync import events, standing
from apps.sync.models import Direction
from apps.tenants.models import Instance
from apps.timeline import history

Way, Winner = Direction.Way, Direction.Winner


class Rule(NamedTuple):
    way: str
    winner: str

    @property
    def is_both(self) -> bool:
        return self.way == Way.BOTH


DEFAULTS = {
    "Lead": Rule(Way.BOTH, Winner.MARKETING),
    "Contact": Rule(Way.BOTH, Winner.SALESFORCE),
}
READ_ONLY = Rule(Way.READ, Winner.SALESFORCE)


def of(instance: Instance) -> dict[str, Rule]:
    """By object, in the order of the sync; only people's can be changed."""
    said = Direction.objects.of(instance).values_list("object", "way", "winner")
    chosen = {name: Rule(way, winner) for name, way, winner in said if name in DEFAULTS}
    return {name: chosen.get(name) or DEFAULTS.get(name, READ_ONLY) for name in OBJECTS}


def choose(instance: Instance, object_name: str, rule: Rule, *, by: Any = None) -> None:
    history.record(instance, events.DIRECTED, actor=by, object=object_name)
    Direction.objects.of(instance).update_or_create(
        instance=instance, object=object_name, defaults={"way": rule.way, "winner": rule.winner}
    )
    standing.wake(instance)


def updateable(instance: Instance) -> dict[str, set[str]]:
    """The fields of people that the sync user may write, by object."""
    rows = CatalogueField.objects.of(instance).filter(object__name__in=DEFAULTS, is_updateable=True, is_visible=True)
    found: dict[str, set[str]] = {name: set() for name in DEFAULTS}
    for name, source in rows.values_list("object__name", "name"):
        found[name].add(source)
    return found
