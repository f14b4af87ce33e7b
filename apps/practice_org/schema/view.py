"""The objects and fields of an org as one user may see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from apps.practice_org.schema import junk, tables
from apps.practice_org.schema.field import Field
from apps.practice_org.schema.sight import EVERYTHING, Sight
from apps.practice_org.schema.sobject import SObject, all_facts, build

# What SOQL may ask of a parent that can be of several kinds: the fields of the object Name.
NAME_FIELDS = ("Id", "Name", "FirstName", "LastName", "Email", "Phone", "Title", "Username", "IsActive", "Type")

WRITING = {"createable", "updateable"}
MARKS_OF_RIGHTS = {"Create": ("createable",), "Edit": ("updateable",), "Delete": ("deletable", "undeletable")}


class View:
    def __init__(self, objects: Iterable[SObject]) -> None:
        self._by_name = {sobject.name.lower(): sobject for sobject in objects}
        self._by_prefix = {sobject.facts.prefix: sobject for sobject in self._by_name.values()}

    def all(self) -> list[SObject]:
        return list(self._by_name.values())

    def find(self, name: str) -> SObject | None:
        """Salesforce takes an object name in any case."""
        return self._by_name.get(name.lower())

    def of_id(self, record_id: str) -> SObject | None:
        return self._by_prefix.get(record_id[:3])


def full(custom_kinds: str, added: Mapping[str, list[Field]], removed: Mapping[str, list[str]]) -> View:
    """Everything the org has; `added` are fields made or changed after the org was, and take their places."""
    return View(
        build(facts, _fields(name, custom_kinds, added.get(name, []), removed.get(name, [])))
        for name, facts in all_facts().items()
    )


def _fields(name: str, custom_kinds: str, added: list[Field], removed: list[str]) -> tuple[Field, ...]:
    standard = tables.standard_fields(name) + tables.feature_fields(name, custom_kinds)
    custom = tables.custom_fields(name, custom_kinds) + junk.fields(name, custom_kinds)
    born = {one.name: one for one in standard + custom}
    kept = {key: one for key, one in born.items() if key not in removed}
    return tuple({**kept, **{one.name: one for one in added}}.values())


@dataclass(frozen=True, slots=True)
class Limits:
    """What one user may not, by object: fields, rights (Read, Create, Edit, Delete), what sharing leaves."""

    hidden: Mapping[str, list[str]]
    denied: Mapping[str, list[str]]
    sights: Mapping[str, Sight]
    read_only: Mapping[str, list[str]] = field(default_factory=dict)


def limited(view: View, limits: Limits) -> View:
    """Hidden fields and unreadable objects are missing; the rest loses the marks of lost rights."""
    return View(_limited(one, limits) for one in view.all() if "Read" not in limits.denied.get(one.name, ()))


def without_tooling(view: View) -> View:
    """REST knows neither the objects of the Tooling API nor columns that hold whole definitions."""
    return View(_plain(one) for one in view.all() if "tooling" not in one.facts.marks)


def _plain(sobject: SObject) -> SObject:
    fields = tuple(one for one in sobject.fields if one.type != "complexvalue")
    return sobject if len(fields) == len(sobject.fields) else replace(build(sobject.facts, fields), sight=sobject.sight)


def _limited(sobject: SObject, limits: Limits) -> SObject:
    hidden = {name.lower() for name in limits.hidden.get(sobject.name, ())}
    lost = {mark for right in limits.denied.get(sobject.name, ()) for mark in MARKS_OF_RIGHTS.get(right, ())}
    facts = replace(sobject.facts, marks=sobject.facts.marks - lost)
    kept = (one for one in sobject.fields if one.name.lower() not in hidden)
    read_only = set(limits.read_only.get(sobject.name, ()))
    fields = tuple(_narrowed(one, lost | (WRITING if one.name in read_only else set())) for one in kept)
    return replace(build(facts, fields), sight=limits.sights.get(sobject.name, EVERYTHING))


def _narrowed(one: Field, lost: set[str]) -> Field:
    return replace(one, marks=one.marks - lost) if lost else one
