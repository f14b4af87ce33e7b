"""What may leave of an object's records: which columns, into which Salesforce fields, and who wins over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from apps.mapping.objects import OBJECTS
from apps.mapping.pairs import Pair
from apps.sync import directions
from apps.sync.directions import Winner
from apps.tenants.models import Instance

EMAIL, OPT_OUT = "Email", "HasOptedOutOfEmail"
# who owns a record is changed on purpose, never as one value among others
NEVER = frozenset({"OwnerId", "RecordTypeId"})


@dataclass(frozen=True)
class Rules:
    """Of one object of people. ``sendable`` are the pairs whose values go to Salesforce; none where it is only read.

    ``email`` and ``opt_out`` are columns, where the object has them.
    """

    sendable: tuple[Pair, ...]
    marketing_wins: bool
    email: str | None
    opt_out: str | None

    @property
    def columns(self) -> list[str]:
        return [pair.column for pair in self.sendable]


def of(instance: Instance, listed: Mapping[str, Sequence[Pair]]) -> dict[str, Rules]:
    """For those of the objects that hold people; ``listed`` are the pairs that are read."""
    ruled = {name: pairs for name, pairs in listed.items() if name in directions.DEFAULTS}
    if not ruled:
        return {}
    said, writable = directions.of(instance), directions.updateable(instance)
    return {
        name: Rules(
            sendable=tuple(_sendable(name, pairs, writable[name])) if said[name].is_both else (),
            marketing_wins=said[name].winner == Winner.MARKETING,
            email=_column(pairs, EMAIL),
            opt_out=_column(pairs, OPT_OUT),
        )
        for name, pairs in ruled.items()
    }


def _sendable(name: str, pairs: Sequence[Pair], writable: set[str]) -> list[Pair]:
    fixed = {column for _source, column in OBJECTS[name].fixed}
    return [pair for pair in pairs if pair.source in writable and pair.source not in NEVER and pair.column not in fixed]


def _column(pairs: Sequence[Pair], source: str) -> str | None:
    return next((pair.column for pair in pairs if pair.source == source), None)
