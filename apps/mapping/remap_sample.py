"""Real values of the field that shall feed a column: how many of some records would not fit, and which."""

from __future__ import annotations

from dataclasses import dataclass

from apps.connections import clients
from apps.mapping import fitting
from apps.mapping.remap import Move
from apps.tenants.models import Instance

LOOKED_AT = 200  # records; one call
SHOWN = 5


@dataclass(frozen=True)
class Sampled:
    """``examples`` and ``wrong``: (Id, value)."""

    number: int
    filled: int
    examples: list[tuple[str, str]]
    wrong: list[tuple[str, str]]


def take(instance: Instance, move: Move) -> Sampled:
    """Costs one call; raises what Salesforce raises."""
    name, source = move.mapping.object, move.source.name
    soql = " ".join(["SELECT Id,", source, "FROM", name, "ORDER BY SystemModstamp DESC LIMIT", str(LOOKED_AT)])
    records = clients.open(instance).query(soql)["records"]
    filled = [(record["Id"], fitting.text(record[source])) for record in records if record[source] is not None]
    type_ = str(move.mapping.field.type)
    wrong = fitting.misfits(instance, {type_: [value for _id, value in filled]})[type_]
    return Sampled(len(records), len(filled), filled[:SHOWN], [filled[place] for place in sorted(wrong)])
