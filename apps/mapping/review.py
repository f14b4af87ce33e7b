"""The last look at the mappings: which Lead and which Contact field share a field; part them, pair them, finish."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.mapping import events, lock, types
from apps.mapping.lock import is_locked as is_locked
from apps.mapping.models import CatalogueField, Mapping, Review
from apps.marketing import kinds
from apps.marketing.models import Field
from apps.tenants.models import Instance
from apps.timeline import history

LEAD, CONTACT = "Lead", "Contact"


@dataclass(frozen=True)
class Side:
    """A Salesforce field as the page shows it; ``mapping`` is its row's number."""

    mapping: int
    object: str
    source: str
    label: str
    written: str


@dataclass(frozen=True)
class Row:
    """One field of ours and what feeds it."""

    field: Field
    lead: Side | None
    contact: Side | None
    is_standard: bool

    @property
    def group(self) -> str:
        if self.is_standard:
            return "fixed"
        if self.lead and self.contact:
            return "paired"
        return "lead" if self.lead else "contact"


@dataclass(frozen=True)
class Lookalike:
    """A Lead and a Contact field with one name or label that go into two columns: a person may know better."""

    lead: Side
    contact: Side
    same_type: bool


def rows(instance: Instance) -> list[Row]:
    """Every person field that something feeds, by name."""
    found: dict[Field, dict[str, Mapping]] = defaultdict(dict)
    for mapping in _flowing(instance):
        found[mapping.field][mapping.object] = mapping
    described = _described(instance)
    return [_row(field, sides, described) for field, sides in found.items()]


def lookalikes(listed: list[Row]) -> list[Lookalike]:
    """Not those that are paired or fixed."""
    leads = [row for row in listed if row.group == "lead"]
    contacts = [row for row in listed if row.group == "contact"]
    return [
        Lookalike(one.lead, other.contact, same_type=one.field.type == other.field.type)
        for one in leads
        for other in contacts
        if one.lead and other.contact and _alike(one.lead, other.contact)
    ]


def others(instance: Instance) -> dict[str, int]:
    """Fields of the kinds that map one to one."""
    feeding = Mapping.objects.of(instance).filter(is_hidden=False).exclude(field__kind=kinds.PERSON.name)
    listed = list(feeding.values_list("field__kind", flat=True))
    return {kind: listed.count(kind) for kind in kinds.KINDS if kind in listed}


def finish(instance: Instance, *, by: Any) -> None:
    lock.refuse_when_locked(instance)
    with transaction.atomic():
        Review.objects.of(instance).update_or_create(instance=instance, defaults={"finished_at": timezone.now()})
        history.record(instance, events.FINISHED, actor=by)


def _flowing(instance: Instance) -> list[Mapping]:
    listed = Mapping.objects.of(instance).filter(field__kind=kinds.PERSON.name, is_hidden=False)
    return list(listed.select_related("field").order_by("field__name"))


def _described(instance: Instance) -> dict[tuple[str, str], CatalogueField]:
    seen = CatalogueField.objects.of(instance).filter(object__name__in=(LEAD, CONTACT)).select_related("object")
    return {(each.object.name, each.name): each for each in seen}


def _row(field: Field, sides: dict[str, Mapping], described: dict[tuple[str, str], CatalogueField]) -> Row:
    shown = {name: _side(mapping, described) for name, mapping in sides.items()}
    is_standard = any(mapping.is_standard for mapping in sides.values())
    return Row(field, shown.get(LEAD), shown.get(CONTACT), is_standard)


def _side(mapping: Mapping, described: dict[tuple[str, str], CatalogueField]) -> Side:
    seen = described.get((mapping.object, mapping.source))
    label, written = (seen.label, types.written(seen)) if seen else (mapping.source, "")
    return Side(mapping.pk, mapping.object, mapping.source, label, written)


def _alike(one: Side, other: Side) -> bool:
    return one.source.lower() == other.source.lower() or one.label.lower() == other.label.lower()
