"""Real values of the field that shall feed a column: how many of some records would not fit, and which."""

from __future__ import annotations

from dataclasses import dataclass

from apps.connections import clients
from apps.mapping.remap import Move
from apps.marketing import database
from apps.tenants.models import Instance
from apps.tenants.sql import read

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
    filled = [(record["Id"], _text(record[source])) for record in records if record[source] is not None]
    wrong = _misfits(instance, [value for _id, value in filled], str(move.mapping.field.type))
    return Sampled(len(records), len(filled), filled[:SHOWN], [filled[place] for place in wrong])


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _misfits(instance: Instance, values: list[str], type_: str) -> list[int]:
    with database.connect(instance) as connection:
        asked = {"values": [value.replace("\0", "") for value in values], "type": type_}
        return [place - 1 for (place,) in connection.execute(read("mapping", "misfits").encode(), asked)]
