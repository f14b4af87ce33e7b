"""One object of an org: its marks, its fields, and what a name in a query finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from apps.practice_org.schema import tables
from apps.practice_org.schema.field import Field
from apps.practice_org.schema.sight import EVERYTHING, Sight


@dataclass(frozen=True, slots=True)
class ObjectFacts:
    """What holds for the object in every org."""

    name: str
    label: str
    plural: str
    prefix: str
    marks: frozenset[str]


@dataclass(frozen=True, slots=True)
class SObject:
    """An object as one user of one org sees it.

    Fields hidden from that user are not in it; `sight` says which records sharing leaves them.
    """

    facts: ObjectFacts
    fields: tuple[Field, ...]
    by_name: dict[str, Field] = field(default_factory=dict)
    sight: Sight = EVERYTHING

    @property
    def name(self) -> str:
        return self.facts.name

    def find(self, name: str) -> Field | None:
        """Salesforce takes a field name in any case."""
        return self.by_name.get(name.lower())

    def relationship(self, name: str) -> Field | None:
        wanted = name.lower()
        return next((item for item in self.fields if item.relationship.lower() == wanted), None)

    def has(self, name: str) -> bool:
        return name.lower() in self.by_name


@cache
def all_facts() -> dict[str, ObjectFacts]:
    found = tables.rows(tables.HERE / "objects.tsv")
    return {
        row["name"]: ObjectFacts(
            row["name"], row["label"], row["plural"], row["prefix"], frozenset(row["marks"].split())
        )
        for row in found
    }


def build(facts: ObjectFacts, fields: tuple[Field, ...]) -> SObject:
    return SObject(facts, fields, {item.name.lower(): item for item in fields})
