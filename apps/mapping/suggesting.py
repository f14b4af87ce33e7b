"""Which Lead and which Contact field look the same and still go into two columns; a person says whether they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction

from apps.mapping import events, likeness, lock
from apps.mapping.likeness import Likeness, Look
from apps.mapping.models import CatalogueField, KeptApart
from apps.mapping.review import CONTACT, LEAD, Row, Suggestion
from apps.tenants.models import Instance
from apps.timeline import history

MOST_MEANT = 8


def of(instance: Instance, listed: Iterable[Row]) -> list[Suggestion]:
    """The most alike first; each field at most once. Not what is paired, fixed, or was kept apart."""
    leads, contacts = _alone(listed)
    apart = set(KeptApart.objects.of(instance).values_list("lead", "contact"))
    taken: set[tuple[str, str]] = set()
    found = []
    for one, other, alike in likeness.pairs(_looks(instance, LEAD, leads), _looks(instance, CONTACT, contacts)):
        ends = {(LEAD, one.source), (CONTACT, other.source)}
        if not taken & ends and (one.source, other.source) not in apart:
            taken |= ends
            found.append(_suggestion(leads[one.source], contacts[other.source], alike))
    return found


def near(instance: Instance, listed: Iterable[Row], row: Row, typed: str) -> list[Suggestion]:
    """What somebody may mean who typed this beside a field that stands alone; the likeliest first."""
    leads, contacts = _alone(listed)
    mine, wanted, others = (row.lead, CONTACT, contacts) if row.lead else (row.contact, LEAD, leads)
    known = next(iter(_looks(instance, mine.object, [mine.source])), None) if mine else None
    if known is None:
        return []
    words = typed.lower().split()
    meant = [source for source, each in others.items() if _has(each, words)]
    ranked = sorted(
        ((likeness.of(known, each), each.source) for each in _looks(instance, wanted, meant)),
        key=lambda found: (-found[0].score, found[1]),
    )
    return [
        _suggestion(*((row, others[source]) if row.lead else (others[source], row)), alike)
        for alike, source in ranked[:MOST_MEANT]
    ]


def keep_apart(instance: Instance, lead: str, contact: str, *, by: Any) -> None:
    """These two are asked about no more; they can still be paired by hand."""
    with transaction.atomic():
        history.take_turn(instance.pk)
        lock.refuse_when_locked(instance)
        ends = {"instance": instance, "lead": lead, "contact": contact}
        _row, is_new = KeptApart.objects.of(instance).get_or_create(**ends, defaults={"by": by})
        if is_new:
            history.record(instance, events.KEPT_APART, actor=by, one=lead, other=contact)


def carry(instance: Instance, object_name: str, before: str, after: str) -> None:
    """A field that Salesforce renamed stays apart from the same ones; in its caller's transaction."""
    side, other = ("lead", "contact") if object_name == LEAD else ("contact", "lead")
    if object_name in {LEAD, CONTACT}:
        known = KeptApart.objects.of(instance).filter(**{side: after}).values(other)
        moved = KeptApart.objects.of(instance).filter(**{side: before}).exclude(**{f"{other}__in": known})
        moved.update(**{side: after})


def _looks(instance: Instance, object_name: str, sources: Collection[str]) -> list[Look]:
    rows = CatalogueField.objects.of(instance).filter(object__name=object_name, name__in=sources)
    described = rows.values_list("name", "label", "type", "values")
    return [Look(name, label, type_, tuple(values)) for name, label, type_, values in described]


def _alone(listed: Iterable[Row]) -> tuple[dict[str, Row], dict[str, Row]]:
    """Of the Lead and of the Contact, by their API names."""
    alone = [row for row in listed if row.group in {"lead", "contact"}]
    leads = {row.lead.source: row for row in alone if row.lead}
    return leads, {row.contact.source: row for row in alone if row.contact}


def _suggestion(lead: Row, contact: Row, alike: Likeness) -> Suggestion:
    return Suggestion(lead.lead, contact.contact, alike, lead.field.type == contact.field.type)


def _has(row: Row, words: Iterable[str]) -> bool:
    text = " ".join(f"{side.label} {side.source}" for side in (row.lead, row.contact) if side).lower()
    return all(word in text for word in words)
