"""One object of an org: its marks, its fields, and what a name in a query finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from apps.practice_org.schema import tables
from apps.practice_org.schema.field import Field
from apps.practice_org.schema.sight import EVERYTHING, Sight


@dataclass(frozen=True, slots=True)
class ObjectFacts:
    """What holds for the object in every org: `links` name its addresses beside the usual ones, `scopes` name and label
    of each scope of a query.
    """

    name: str
    label: str
    plural: str
    prefix: str
    marks: frozenset[str]
    links: frozenset[str] = frozenset()
    scopes: tuple[tuple[str, str], ...] = ()


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
    return {row["name"]: _facts(row) for row in found}


def _facts(row: dict[str, str]) -> ObjectFacts:
    everything = f"everything=All {row['plural'].lower()}"
    scopes = tuple(entry.partition("=")[::2] for entry in (row["scopes"] or everything).split("|"))
    marks, links = frozenset(row["marks"].split()), frozenset(row["links"].split())
    return ObjectFacts(row["name"], row["label"], row["plural"], row["prefix"], marks, links, scopes)


def build(facts: ObjectFacts, fields: tuple[Field, ...]) -> SObject:
    return SObject(facts, fields, {item.name.lower(): item for item in fields})
