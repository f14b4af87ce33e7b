"""Changes to the mapping once records flow: further fields, another source for a column, a field that rests.

Each is shown first and then accepted; a column and its values never go.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from apps.mapping import catalogue, drafting, events, ledger, types, versions
from apps.mapping.errors import FixedMapping
from apps.mapping.ledger import Ledger
from apps.mapping.models import Acceptance, CatalogueField, Mapping
from apps.mapping.plan import Link, Plan, Quiet
from apps.marketing import fields
from apps.marketing.models import Field
from apps.marketing.types import ColumnType
from apps.tenants.models import Instance
from apps.timeline import history


@dataclasses.dataclass(frozen=True)
class Move:
    """``mapping``'s column is fed by ``source`` from now on. ``unused``: a column that nothing feeds any more."""

    mapping: Mapping
    source: CatalogueField
    unused: Field | None
    plan: Plan

    @property
    def fits(self) -> bool:
        """Every value of the new source has a place in the column."""
        return self.mapping.field.type in {ColumnType.TEXT, types.column_type(self.source.type)}


def flowing(instance: Instance) -> QuerySet[Mapping]:
    """All mappings, those that rest too, by our name."""
    return Mapping.objects.of(instance).select_related("field").order_by("field__kind", "field__name", "object")


def addable(instance: Instance) -> QuerySet[CatalogueField]:
    """Fields of Salesforce that were never brought here."""
    known = set(Mapping.objects.of(instance).values_list("object", "source"))
    listed = catalogue.offered(instance).values_list("pk", "object__name", "name")
    new = [pk for pk, object_name, name in listed if (object_name, name) not in known]
    return CatalogueField.objects.of(instance).filter(pk__in=new).select_related("object").order_by("object", "label")


def preview_addition(instance: Instance, added: Sequence[CatalogueField]) -> Ledger:
    """The ledger of further fields; what was chosen and left out before stays as it is."""
    lines, drafted = drafting.draft(instance, also=[each.pk for each in added])
    wanted = {(each.object.name, each.name) for each in added}
    links = tuple(link for link in drafted.links if (link.object, link.source) in wanted)
    new = [line for line in lines if wanted.intersection((each.object, each.source) for each in line.sources)]
    return Ledger(tuple(new), Plan(fields=tuple(line.field for line in new), links=links))


def add(
    instance: Instance, added: Sequence[CatalogueField], typed_count: int, list_hash: str, by: Any, *, statement: str
) -> Acceptance:
    """Creates the columns and lets the fields flow. Raises what `ledger.sign` and `ledger.fulfil` raise."""
    shown = preview_addition(instance, added)
    ledger.sign(instance, shown, typed_count, list_hash, by, statement=statement, replaces=False, flows=True)
    CatalogueField.objects.of(instance).filter(pk__in=[each.pk for each in added]).update(is_chosen=True)
    return ledger.fulfil(instance)


def preview_move(mapping: Mapping, source: CatalogueField) -> Move:
    """Raises FixedMapping."""
    if mapping.is_standard:
        raise FixedMapping(field=mapping.source)
    field = mapping.field
    before = Mapping.objects.of(mapping.instance_id).filter(object=mapping.object, source=source.name, is_hidden=False)
    left = before.exclude(field=field).select_related("field").first()
    if left and left.is_standard:
        raise FixedMapping(field=left.source)
    return Move(
        mapping,
        source,
        left.field if left and not _is_fed(left.field, apart_from=left) else None,
        Plan(
            links=(Link(mapping.object, source.name, field.kind, field.name),),
            quiet=(Quiet(mapping.object, mapping.source),) if mapping.source != source.name else (),
        ),
    )


def move(instance: Instance, asked: Move, *, by: Any, statement: str) -> Acceptance:
    """The column is fed anew; the portal keeps what was accepted, as it does with a list of fields."""
    with transaction.atomic():
        history.take_turn(instance.pk)
        ledger.keep(instance, asked.plan, by, statement=statement)
        names = {"column": asked.mapping.field.name, "before": asked.mapping.source, "after": asked.source.name}
        told = history.record(instance, events.REMAPPED, actor=by, object=asked.mapping.object, **names)
        _choose(instance, asked.mapping.object, asked.mapping.source, chosen=False)
        _choose(instance, asked.mapping.object, asked.source.name, chosen=True)
    accepted = ledger.fulfil(instance)
    if asked.unused:
        fields.hide(asked.unused)
    versions.keep(instance, told, retells=True)
    return accepted


def rest(instance: Instance, mapping: Mapping, *, by: Any) -> bool:
    """The field is read no longer; its column stays, hidden where nothing else feeds it. False: it rests already."""
    with transaction.atomic():
        if not Mapping.objects.of(instance).filter(pk=mapping.pk, is_hidden=False).update(is_hidden=True):
            return False
        _choose(instance, mapping.object, mapping.source, chosen=False)
        if not _is_fed(mapping.field, apart_from=mapping):
            fields.hide(mapping.field)
        names = {"object": mapping.object, "field": mapping.source, "column": mapping.field.name}
        versions.keep(instance, history.record(instance, events.RESTED, actor=by, **names))
    return True


def wake(instance: Instance, mapping: Mapping, *, by: Any) -> bool:
    """The field is read again. False where it is, or where another one feeds its column meanwhile."""
    rivals = Mapping.objects.of(instance).filter(object=mapping.object, field=mapping.field, is_hidden=False)
    with transaction.atomic():
        history.take_turn(instance.pk)
        if rivals.exists():
            return False
        Mapping.objects.of(instance).filter(pk=mapping.pk).update(is_hidden=False)
        _choose(instance, mapping.object, mapping.source, chosen=True)
        fields.show(mapping.field)
        names = {"object": mapping.object, "field": mapping.source, "column": mapping.field.name}
        versions.keep(instance, history.record(instance, events.WOKEN, actor=by, **names))
    return True


def _is_fed(field: Field, *, apart_from: Mapping) -> bool:
    return Mapping.objects.of(field.instance_id).filter(Q(field=field) & ~Q(pk=apart_from.pk), is_hidden=False).exists()


def _choose(instance: Instance, object_name: str, name: str, *, chosen: bool) -> None:
    found = CatalogueField.objects.of(instance).filter(object__name=object_name, name=name)
    found.update(is_chosen=chosen)
