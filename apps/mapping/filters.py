"""Which records of an object are wanted: one condition an object, written as SOQL once, when a person saves it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from apps.mapping import events, lock, types
from apps.mapping.models import CatalogueField, RecordFilter
from apps.marketing.types import ColumnType
from apps.salesforce import literals
from apps.salesforce.client import Client
from apps.salesforce.errors import TimedOut
from apps.tenants.models import Instance
from apps.timeline import history

Operator = RecordFilter.Operator
SIGNS = {
    Operator.EQUAL: "=",
    Operator.UNEQUAL: "!=",
    Operator.LESS: "<",
    Operator.AT_MOST: "<=",
    Operator.MORE: ">",
    Operator.AT_LEAST: ">=",
    Operator.INCLUDES: "INCLUDES",
    Operator.EXCLUDES: "EXCLUDES",
}
SEVERAL = (Operator.INCLUDES, Operator.EXCLUDES)
WITHOUT_VALUE = {Operator.EMPTY: "= null", Operator.FILLED: "!= null"}
PATTERNS = (Operator.BEGINS, Operator.CONTAINS)
ORDERED = (Operator.LESS, Operator.AT_MOST, Operator.MORE, Operator.AT_LEAST)
SAME = (Operator.EQUAL, Operator.UNEQUAL)
WRITTEN: dict[ColumnType, Callable[[str], str]] = {
    ColumnType.TEXT: literals.text,
    ColumnType.NUMERIC: literals.number,
    ColumnType.BOOLEAN: literals.flag,
    ColumnType.DATE: literals.day,
    ColumnType.TIMESTAMPTZ: literals.instant,
    ColumnType.TIME: literals.clock,
}
LINKS = frozenset({"reference", "id"})  # SOQL refuses LIKE and whatever is no Id
WHOLE = LINKS | {"picklist"}


def operators(type_: str) -> tuple[str, ...]:
    """What may be asked of a Salesforce type."""
    if type_ == "boolean":
        return SAME
    if type_ == "multipicklist":
        return (*SEVERAL, *WITHOUT_VALUE)
    if types.column_type(type_) == ColumnType.TEXT:
        return (*SAME, *(() if type_ in WHOLE else PATTERNS), *WITHOUT_VALUE)
    return (*SAME, *ORDERED, *WITHOUT_VALUE)


def soql(field: CatalogueField, operator: str, value: str) -> str:
    """Raises ValueError where the operator is not one of the field's, or the value is not of its type."""
    if operator not in operators(field.type):
        raise ValueError("the field has no such operator")
    if operator in WITHOUT_VALUE:
        return f"{field.name} {WITHOUT_VALUE[Operator(operator)]}"
    if operator in PATTERNS:
        return f"{field.name} LIKE {literals.pattern(value, anywhere=operator == Operator.CONTAINS)}"
    write = literals.identity if field.type in LINKS else WRITTEN[types.column_type(field.type)]
    written = write(value)
    return f"{field.name} {SIGNS[Operator(operator)]} {f'({written})' if operator in SEVERAL else written}"


def askable(instance: Instance, object_name: str) -> QuerySet[CatalogueField]:
    """Fields by which records can be chosen, those that are always read too."""
    rows = CatalogueField.objects.of(instance).filter(object__name=object_name, is_visible=True, is_filterable=True)
    return rows.filter(type__in=types.STORABLE).order_by("-is_indexed", "label", "name")


def of(instance: Instance, object_name: str) -> RecordFilter | None:
    return RecordFilter.objects.of(instance).filter(object=object_name).first()


def conditions(instance: Instance) -> dict[str, str]:
    """SOQL by object, without WHERE; an object that is wanted whole is not named."""
    return dict(RecordFilter.objects.of(instance).values_list("object", "soql"))


def count(client: Client, object_name: str, condition: str) -> int | None:
    """As the sync user sees them, one call; None where the org gives up counting. Raises any other refusal."""
    try:
        return client.count(object_name, condition)
    except TimedOut:
        return None


def save(
    instance: Instance, field: CatalogueField, operator: str, value: str, *, records: int | None, by: Any
) -> RecordFilter:
    """In place of the one that the object had. Raises ValueError as ``soql`` does, and MappingLocked."""
    said = {"field": field.name, "operator": operator, "value": value, "soql": soql(field, operator, value)}
    counted = {"records": records, "counted_at": timezone.now()}
    with transaction.atomic():
        history.take_turn(instance.pk)
        lock.refuse_when_locked(instance)
        row, _is_new = RecordFilter.objects.of(instance).update_or_create(
            instance=instance, object=field.object.name, defaults={**said, **counted}
        )
        history.record(instance, events.FILTERED, actor=by, object=row.object, condition=row.soql)
    return row


def carry(instance: Instance, source: str, field: CatalogueField) -> None:
    """The same condition on the field that ``source`` is called by now; in its caller's transaction."""
    for row in RecordFilter.objects.of(instance).filter(object=field.object.name, field=source):
        row.field, row.soql = field.name, soql(field, row.operator, row.value)
        row.save(update_fields=["field", "soql"])


def remove(instance: Instance, object_name: str, *, by: Any) -> None:
    with transaction.atomic():
        history.take_turn(instance.pk)
        lock.refuse_when_locked(instance)
        gone, _each = RecordFilter.objects.of(instance).filter(object=object_name).delete()
        if gone:
            history.record(instance, events.UNFILTERED, actor=by, object=object_name)
