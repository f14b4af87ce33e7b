"""The one list of what is read and where it goes: the SELECT and the COPY are both made from it."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from apps.mapping.models import CatalogueField, CatalogueObject, Mapping
from apps.mapping.objects import OBJECTS, SalesforceObject
from apps.marketing.types import ColumnType
from apps.tenants.models import Instance


class Pair(NamedTuple):
    """A Salesforce field and the column that it fills."""

    source: str
    column: str
    type: ColumnType


def of(instance: Instance, object_name: str) -> list[Pair]:
    """The fixed pairs first, then the mapped ones by column; always in the same order.

    Left out is what the sync user can't see (any more): one unknown name would refuse the whole query.
    """
    salesforce_object = OBJECTS[object_name]
    listed = [*_fixed(salesforce_object), *_mapped(instance, object_name)]
    seen = _seen(instance, object_name)
    return [pair for pair in listed if seen is None or pair.source in seen]


def visible(instance: Instance) -> list[SalesforceObject]:
    """The objects that can be synced, in their order: all that are not known to be hidden from the sync user."""
    return visible_to([instance.pk])[instance.pk]


def visible_to(instance_ids: Collection[int]) -> dict[int, list[SalesforceObject]]:
    """The same, of several instances."""
    rows = CatalogueObject.objects.everywhere("of the instances named").filter(instance__in=instance_ids)
    hidden = set(rows.filter(is_visible=False).values_list("instance_id", "name"))
    return {pk: [each for each in OBJECTS.values() if (pk, each.name) not in hidden] for pk in instance_ids}


def _fixed(salesforce_object: SalesforceObject) -> list[Pair]:
    kind = salesforce_object.kind
    return [Pair(source, column, kind.type_of(column)) for source, column in salesforce_object.fixed]


def _mapped(instance: Instance, object_name: str) -> list[Pair]:
    rows = Mapping.objects.of(instance).filter(object=object_name, is_hidden=False, field__is_hidden=False)
    listed = rows.order_by("field__name").values_list("source", "field__name", "field__type")
    return [Pair(source, column, ColumnType(type_)) for source, column, type_ in listed]


def _seen(instance: Instance, object_name: str) -> set[str] | None:
    """None before the object was described."""
    fields = CatalogueField.objects.of(instance).filter(object__name=object_name, is_visible=True)
    return set(fields.values_list("name", flat=True)) or None


def calculated(instance: Instance) -> set[tuple[str, str]]:
    """Objects with their fields that Salesforce calculates: they change without a change of their record."""
    found = CatalogueField.objects.of(instance).filter(is_formula=True)
    return set(found.values_list("object__name", "name"))
