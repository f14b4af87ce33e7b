"""The last look at the mappings: which Lead and which Contact field share a field; part them, pair them, finish."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple, TypeVar

from django.db import transaction
from django.utils import timezone

from apps.mapping import events, lock, types, versions
from apps.mapping.likeness import Likeness
from apps.mapping.lock import is_locked as is_locked
from apps.mapping.models import CatalogueField, Mapping, Review
from apps.marketing import kinds
from apps.tenants.models import Instance
from apps.timeline import history
from apps.timeline.kinds import Kind

LEAD, CONTACT = "Lead", "Contact"


class Target(NamedTuple):
    """A field of ours, as far as the page shows it."""

    pk: int
    name: str
    label: str
    type: str


class Side(NamedTuple):
    """A Salesforce field as the page shows it. ``mapping``: its row's number; ``written``: its type, see below."""

    mapping: int
    object: str
    source: str
    label: str
    written: str = ""


class Row(NamedTuple):
    """One field of ours and what feeds it. Plain values: a page sorts and searches thousands of them."""

    field: Target
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


class Suggestion(NamedTuple):
    """A Lead and a Contact field that look the same and go into two columns."""

    lead: Side | None
    contact: Side | None
    likeness: Likeness
    same_type: bool


Shown = TypeVar("Shown", Row, Suggestion)


def rows(instance: Instance) -> list[Row]:
    """Every person field that something feeds, by name."""
    found: dict[Target, dict[str, Side]] = defaultdict(dict)
    fixed: set[Target] = set()
    labels = _labels(instance)
    for pk, object_name, source, is_standard, *values in _flowing(instance):
        target = Target(*values)
        found[target][object_name] = Side(pk, object_name, source, labels.get((object_name, source), source))
        if is_standard:
            fixed.add(target)
    return [Row(each, sides.get(LEAD), sides.get(CONTACT), each in fixed) for each, sides in found.items()]


def written(instance: Instance, listed: Iterable[Shown]) -> list[Shown]:
    """The same with the type of each side as Salesforce writes it: for the few that a page shows."""
    shown = list(listed)
    sources = {side.source for each in shown for side in (each.lead, each.contact) if side}
    seen = CatalogueField.objects.of(instance).filter(name__in=sources).select_related("object")
    words = {(each.object.name, each.name): types.written(each) for each in seen}
    return [each._replace(lead=_told(each.lead, words), contact=_told(each.contact, words)) for each in shown]


def others(instance: Instance) -> dict[str, int]:
    """Fields of the kinds that map one to one."""
    feeding = Mapping.objects.of(instance).filter(is_hidden=False).exclude(field__kind=kinds.PERSON.name)
    listed = list(feeding.values_list("field__kind", flat=True))
    return {kind: listed.count(kind) for kind in kinds.KINDS if kind in listed}


def shared(instance: Instance) -> dict[str, int]:
    """How many person fields Lead and Contact feed together, of all."""
    listed = rows(instance)
    return {"shared": sum(bool(row.lead and row.contact) for row in listed), "total": len(listed)}


def finish(instance: Instance, *, by: Any, kind: Kind = events.FINISHED, **data: Any) -> None:
    """``kind`` with its ``data``: how it came about."""
    lock.refuse_when_locked(instance)
    with transaction.atomic():
        Review.objects.of(instance).update_or_create(instance=instance, defaults={"finished_at": timezone.now()})
        versions.keep(instance, history.record(instance, kind, actor=by, **data))


def _flowing(instance: Instance) -> Iterable[tuple[Any, ...]]:
    listed = Mapping.objects.of(instance).filter(field__kind=kinds.PERSON.name, is_hidden=False)
    target = [f"field__{name}" for name in Target._fields]
    return listed.order_by("field__name").values_list("pk", "object", "source", "is_standard", *target)


def _labels(instance: Instance) -> dict[tuple[str, str], str]:
    seen = CatalogueField.objects.of(instance).filter(object__name__in=(LEAD, CONTACT))
    return {(name, source): label for name, source, label in seen.values_list("object__name", "name", "label")}


def _told(side: Side | None, words: dict[tuple[str, str], str]) -> Side | None:
    return side._replace(written=words.get((side.object, side.source), "")) if side else None
