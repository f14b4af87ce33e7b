"""Which values a column would refuse, as PostgreSQL itself says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from apps.marketing import database
from apps.tenants.models import Instance
from apps.tenants.sql import read


def text(value: object) -> str:
    """As a file of Salesforce writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def misfits(instance: Instance, by_type: Mapping[str, Sequence[object]]) -> dict[str, set[int]]:
    """By type, the places of the values that it would refuse."""
    found = {}
    with database.connect(instance) as connection:
        for type_, values in by_type.items():
            asked = {"values": [text(value).replace("\0", "") for value in values], "type": type_}
            found[type_] = {place - 1 for (place,) in connection.execute(read("mapping", "misfits").encode(), asked)}
    return found
