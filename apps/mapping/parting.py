"""Breaks a pair and makes one: the first needs one more permanent column, the second leaves one unused and hides it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from apps.mapping import drafting, events, ledger, lock, row_numbers, versions
from apps.mapping.drafting import Line
from apps.mapping.errors import FixedMapping, NotPaired, TypesDiffer
from apps.mapping.ledger import Ledger
from apps.mapping.models import Acceptance, CatalogueField, Mapping
from apps.mapping.pairing import Wanted
from apps.mapping.plan import Link, Plan
from apps.mapping.review import CONTACT, LEAD
from apps.marketing import fields, kinds
from apps.marketing.models import Field
from apps.marketing.names import free
from apps.marketing.receipts import NewField
from apps.marketing.types import ColumnType
from apps.tenants.models import Instance
from apps.timeline import history


@dataclass(frozen=True)
class Joint:
    """What pairing two fields would do: ``mover`` goes to ``kept``, and ``unused`` is hidden."""

    mover: Mapping
    kept: Field
    unused: Field


def preview_break(instance: Instance, field: Field) -> Ledger:
    """The one-column ledger: the contact's side gets a field of its own, or its old one back. Raises NotPaired."""
    mapping = _contact_side(instance, field)
    wanted = Wanted.of(_described(instance, mapping))
    if old := _left_behind(instance, wanted):
        return Ledger((), Plan(links=(Link(CONTACT, mapping.source, field.kind, old.name),)))
    new = new_field(instance, wanted)
    line = Line(new, (wanted,), "taken")
    return Ledger((line,), Plan(fields=(new,), links=(Link(CONTACT, mapping.source, field.kind, new.name),)))


def break_pair(
    instance: Instance, field: Field, typed_count: int, list_hash: str, user: Any, *, statement: str
) -> Acceptance:
    """Raises what `ledger.sign` raises, NotPaired and FixedMapping."""
    shown = preview_break(instance, field)
    ledger.sign(instance, shown, typed_count, list_hash, user, statement=statement, replaces=False)
    accepted = ledger.fulfil(instance)
    versions.keep(instance, history.record(instance, events.BROKEN, actor=user, field=field.label), retells=True)
    return accepted


def preview_pair(lead: Mapping, contact: Mapping) -> Joint:
    """The lead's field is kept, or the contact's where only that one is text and holds both. Raises TypesDiffer."""
    if lead.is_standard or contact.is_standard:
        raise FixedMapping(field=lead.source if lead.is_standard else contact.source)
    if lead.field.type in {contact.field.type, ColumnType.TEXT}:
        return Joint(contact, lead.field, contact.field)
    if contact.field.type == ColumnType.TEXT:
        return Joint(lead, contact.field, lead.field)
    raise TypesDiffer(one=lead.field.label, other=contact.field.label)


def pair(instance: Instance, lead: Mapping, contact: Mapping, *, by: Any) -> Joint:
    """Nothing is created; the field that nothing feeds any more is hidden, with its column. Raises TypesDiffer."""
    joint = preview_pair(lead, contact)
    with transaction.atomic():
        history.take_turn(instance.pk)
        lock.refuse_when_locked(instance)
        Mapping.objects.of(instance).filter(pk=joint.mover.pk).update(field=joint.kept)
        fields.hide(joint.unused)
        names = {"one": lead.source, "other": contact.source, "unused": joint.unused.name}
        versions.keep(instance, history.record(instance, events.PAIRED, actor=by, **names))
    return joint


def find(instance: Instance, object_name: str, said: str) -> Mapping | None:
    """A mapping of a person's field that a person may change, by its number or by the API name."""
    rows = Mapping.objects.of(instance).filter(object=object_name, field__kind=kinds.PERSON.name)
    number = row_numbers.read(said)
    named = rows.filter(pk=number) if number else rows.filter(source__iexact=said.strip().replace("\x00", ""))
    return named.select_related("field").first()


def new_field(instance: Instance, wanted: Wanted) -> NewField:
    """A column of its own, named apart from the one that it had."""
    used = set(Field.objects.of(instance).filter(kind=wanted.kind).values_list("name", flat=True))
    taken = used | {column.name for column in kinds.KINDS[wanted.kind].columns}
    source = f"{wanted.object}.{wanted.source}"
    return NewField(wanted.kind, free(drafting.own_name(wanted), taken).name, wanted.label, wanted.type, (source,))


def _contact_side(instance: Instance, field: Field) -> Mapping:
    sides = {row.object: row for row in Mapping.objects.of(instance).filter(field=field, is_hidden=False)}
    if LEAD not in sides or CONTACT not in sides:
        raise NotPaired(field=field.label)
    if any(row.is_standard for row in sides.values()):
        raise FixedMapping(field=field.label)
    return sides[CONTACT]


def _described(instance: Instance, mapping: Mapping) -> CatalogueField:
    seen = CatalogueField.objects.of(instance).select_related("object")
    return seen.get(object__name=mapping.object, name=mapping.source)


def _left_behind(instance: Instance, wanted: Wanted) -> Field | None:
    """A field that an earlier pairing left unused, if it was this one's."""
    unused = Field.objects.of(instance).filter(kind=wanted.kind, type=wanted.type, label=wanted.label, is_hidden=True)
    return unused.filter(mappings=None).order_by("pk").first()
