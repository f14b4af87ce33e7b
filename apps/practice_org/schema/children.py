"""The names by which an object knows those that point to it: Account has Contacts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from apps.practice_org.schema import tables


@dataclass(frozen=True, slots=True)
class ChildName:
    name: str
    cascades: bool


@cache
def _known() -> dict[tuple[str, str, str], ChildName]:
    found = tables.rows(tables.HERE / "children.tsv")
    return {
        (row["parent"], row["child"], row["field"]): ChildName(row["name"], "cascade" in row["marks"]) for row in found
    }


def name_of(parent: str, child: str, field: str) -> ChildName | None:
    """None where the parent has no word for these children, as with most links to users."""
    return _known().get((parent, child, field))
