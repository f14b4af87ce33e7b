"""A field that Salesforce gave another type rests as soon as that is noticed.

Its values have no true place in the column that it feeds, and some would even pass for one: the text “today” is a date
to PostgreSQL. It stays with the mapping, so that it can get a column of its own, or be read again on purpose.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from apps.mapping import events, types
from apps.mapping.catalogue import Described
from apps.mapping.models import CatalogueField, Mapping
from apps.marketing.types import ColumnType
from apps.tenants.models import Instance
from apps.timeline import history


def exposed(instance: Instance) -> list[str]:
    """The objects with a field whose type matters: text holds everything."""
    return sorted(set(_narrow(instance).values_list("object", flat=True)))


def rest(instance: Instance, described: Described) -> set[tuple[str, str]]:
    """Objects with the fields that rest from now on. What did not fit before is somebody's decision, and stays."""
    known = CatalogueField.objects.of(instance).filter(object__name__in=described)
    before = {(name, source): type_ for name, source, type_ in known.values_list("object__name", "name", "type")}
    now = {(name, each["name"]): each["type"] for name, body in described.items() for each in body["fields"]}
    rows = {(row.object, row.source): row for row in _narrow(instance).filter(object__in=described)}
    found = {
        key: row
        for key, row in rows.items()
        if key in now and _fits(row, before.get(key, now[key])) and not _fits(row, now[key])
    }
    for key, row in found.items():
        _rest(instance, row, now[key])
    return set(found)


def _narrow(instance: Instance) -> QuerySet[Mapping]:
    flowing = Mapping.objects.of(instance).filter(is_hidden=False, is_standard=False)
    return flowing.exclude(field__type=ColumnType.TEXT).select_related("field").order_by("object", "source")


def _fits(row: Mapping, salesforce_type: str) -> bool:
    return types.BY_TYPE.get(salesforce_type) == row.field.type


def _rest(instance: Instance, row: Mapping, salesforce_type: str) -> None:
    """The field stays chosen: that tells it from one that a person left out."""
    with transaction.atomic():
        Mapping.objects.of(instance).filter(pk=row.pk).update(is_hidden=True)
        known = CatalogueField.objects.of(instance).filter(object__name=row.object, name=row.source)
        known.update(type=salesforce_type)
        names = {"object": row.object, "field": row.source, "column": row.field.name, "type": salesforce_type}
        history.record(instance, events.RETYPED, **names)
