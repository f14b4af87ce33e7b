"""An org, as far as a describe goes: for fields that the practice org does not have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from apps.mapping import catalogue

OBJECTS = ("Account", "Contact", "Lead", "Opportunity")


@dataclass(frozen=True)
class Described:
    fields: dict[str, list[dict[str, Any]]]

    def describe_many(self, asked):
        return {name: {"label": name, "fields": self.fields[name]} for name in asked if name in self.fields}


def field(name, type_="string"):
    return {"name": name, "label": name, "type": type_, "length": 80}


def org(**named):
    """Fields by object, each a name or a name and a type."""
    return {name: [field(*each) for each in named.get(name, ())] for name in OBJECTS}


def choose_all(instance, fields):
    """Describes these fields and ticks every one that can be chosen."""
    catalogue.describe(instance, Described(fields))
    catalogue.offered(instance).update(is_chosen=True)
