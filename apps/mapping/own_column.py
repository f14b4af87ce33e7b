"""A field that has another type in Salesforce by now gets a column of its own; the old one stays, with its values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from apps.mapping import events, ledger, parting, types, versions
from apps.mapping.drafting import Line
from apps.mapping.errors import FixedMapping
from apps.mapping.ledger import Ledger
from apps.mapping.models import Acceptance, CatalogueField, Mapping
from apps.mapping.pairing import Wanted
from apps.mapping.plan import Link, Plan
from apps.marketing import fields
from apps.marketing.types import ColumnType
from apps.tenants.models import Instance
from apps.timeline import history


@dataclass(frozen=True)
class Unfit:
    """``mapping`` feeds a column that does not hold every value of what ``field`` is now."""

    mapping: Mapping
    field: CatalogueField


def unfit(instance: Instance) -> list[Unfit]:
    """By object and field; standard mappings are fixed. What a person left out is left out here too."""
    listed = Mapping.objects.of(instance).filter(is_standard=False).select_related("field")
    narrow = {(row.object, row.source): row for row in listed.exclude(field__type=ColumnType.TEXT)}
    sources = {source for _object_name, source in narrow}
    seen = CatalogueField.objects.of(instance).filter(is_visible=True, type__in=types.STORABLE, name__in=sources)
    pairs = [(narrow.get((each.object.name, each.name)), each) for each in seen.select_related("object")]
    wanted = [(row, each) for row, each in pairs if row and (each.is_chosen or not row.is_hidden)]
    found = [Unfit(row, each) for row, each in wanted if row.field.type != types.column_type(each.type)]
    return sorted(found, key=lambda each: (each.mapping.object, each.mapping.source))


def preview(instance: Instance, mapping: Mapping) -> Ledger:
    """The one-column ledger. Raises FixedMapping where the column holds the field, or is the default mapping's."""
    wanted = next((Wanted.of(each.field) for each in unfit(instance) if each.mapping.pk == mapping.pk), None)
    if wanted is None:
        raise FixedMapping(field=mapping.source)
    new = parting.new_field(instance, wanted)
    link = Link(mapping.object, mapping.source, new.kind, new.name)
    return Ledger((Line(new, (wanted,), ""),), Plan(fields=(new,), links=(link,)))


def make(
    instance: Instance,
    mapping: Mapping,
    typed_count: int,
    list_hash: str,
    by: Any,
    *,
    statement: str,
    flows: bool = False,
) -> Acceptance:
    """Raises what `ledger.sign` and `ledger.fulfil` raise, and FixedMapping. The mapping keeps its number."""
    shown = preview(instance, mapping)
    ledger.sign(instance, shown, typed_count, list_hash, by, statement=statement, replaces=False, flows=flows)
    accepted = ledger.fulfil(instance)
    with transaction.atomic():
        if not Mapping.objects.of(instance).filter(field=mapping.field, is_hidden=False).exists():
            fields.hide(mapping.field)
        names = {"object": mapping.object, "field": mapping.source, "before": mapping.field.name}
        told = history.record(instance, events.OWN_COLUMN, actor=by, column=shown.plan.fields[0].name, **names)
        versions.keep(instance, told, retells=True)
    return accepted
