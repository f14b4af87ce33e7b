"""The objects and fields of an org as one user may see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from apps.practice_org.schema import tables
from apps.practice_org.schema.field import Field
from apps.practice_org.schema.sobject import SObject, all_facts, build

# What SOQL may ask of a parent that can be of several kinds: the fields of the object Name.
NAME_FIELDS = ("Id", "Name", "FirstName", "LastName", "Email", "Phone", "Title", "Username", "IsActive", "Type")


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


def full(custom_kinds: str, added: Mapping[str, list[Field]]) -> View:
    """Everything the org has; `added` are fields made after the org was."""
    return View(
        build(
            facts, tables.standard_fields(name) + tables.custom_fields(name, custom_kinds) + tuple(added.get(name, ()))
        )
        for name, facts in all_facts().items()
    )


def without(view: View, hidden: Mapping[str, list[str]]) -> View:
    """Hidden fields are missing, as field-level security leaves them out."""
    return View(_without(sobject, {name.lower() for name in hidden.get(sobject.name, ())}) for sobject in view.all())


def _without(sobject: SObject, hidden: set[str]) -> SObject:
    if not hidden:
        return sobject
    return build(sobject.facts, tuple(field for field in sobject.fields if field.name.lower() not in hidden))
