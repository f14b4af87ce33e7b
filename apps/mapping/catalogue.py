"""What the org has, as the sync user sees it: objects, fields, and how many records; read in as few calls as may be."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.mapping import evidence, standard, types
from apps.mapping.models import CatalogueField, CatalogueObject
from apps.mapping.objects import CHOSEN, OBJECTS, SalesforceObject
from apps.marketing import names
from apps.salesforce.client import Client
from apps.salesforce.composite import Part
from apps.salesforce.errors import Refusal, SalesforceError, SessionExpired, TimedOut
from apps.tenants.models import Instance

Described = dict[str, dict[str, Any]]

# a describe decides these; the choice and the measured share are ours and stay
DESCRIBED = [
    *("label", "position", "type", "length", "precision", "scale", "value_count", "package", "measure", "measured_at"),
    *("values", "compound", "refers_to", "is_auto_number", "is_filterable", "is_indexed"),
    *("is_visible", "is_custom", "is_formula", "is_encrypted", "is_long_text", "is_personal", "is_mandatory"),
    *("is_updateable", "is_createable"),
]

_IGNORED = Q()
for _each in CHOSEN:
    _IGNORED |= Q(object__name=_each.name, name__in=standard.ignored(_each.name))


def is_described(instance: Instance) -> bool:
    return CatalogueObject.objects.of(instance).exists()


def describe(instance: Instance, client: Client) -> None:
    """All twelve objects in one call. What was chosen stays chosen; a field that is gone stays listed as gone."""
    save(instance, ask(client))


def ask(client: Client) -> Described:
    """All twelve objects as they are now, in one call; those that the sync user can't see are left out."""
    return client.describe_many(list(OBJECTS))


def save(instance: Instance, described: Described) -> None:
    with transaction.atomic():
        for name in OBJECTS:
            _save(instance, name, described.get(name))


def save_one(instance: Instance, name: str, described: dict[str, Any]) -> None:
    """One object that refused a question. It stays visible: that it can be read no more is said where it is read."""
    with transaction.atomic():
        _save(instance, name, described)


def count_records(instance: Instance, client: Client) -> None:
    """COUNT() as the sync user: what he can't see is not counted. Too large to be counted in time: unknown."""
    rows = list(CatalogueObject.objects.of(instance).filter(is_visible=True))
    answers = client.composite(Part(_count(OBJECTS[row.name])) for row in rows)
    for row, answer in zip(rows, answers, strict=True):
        if answer.error and not can_do_without(answer.error):
            raise answer.error
        row.record_count = answer.body["totalSize"] if answer.is_ok else None
        row.counted_at = timezone.now()
    with transaction.atomic():
        CatalogueObject.objects.of(instance).bulk_update(rows, ["record_count", "counted_at"])


def can_do_without(error: SalesforceError) -> bool:
    """A part of a call that was refused for its own sake, or takes the org too long; the rest of the call is good."""
    return isinstance(error, Refusal | TimedOut) and not isinstance(error, SessionExpired)


def listed(instance: Instance, object_name: str = "") -> QuerySet[CatalogueField]:
    """Fields that a choice shows: seen, storable, and not among those that are always read."""
    rows = CatalogueField.objects.of(instance).filter(is_visible=True, type__in=types.STORABLE, is_fixed=False)
    return rows.filter(object__name__in=[object_name] if object_name else [each.name for each in CHOSEN])


def offered(instance: Instance, object_name: str = "") -> QuerySet[CatalogueField]:
    """Of those the ones that can be chosen."""
    return listed(instance, object_name).exclude(_IGNORED)


def _count(counted: SalesforceObject) -> str:
    if counted.includes_archived:  # only queryAll sees them, and it sees the deleted too
        return f"queryAll?q={quote(f'SELECT COUNT() FROM {counted.name} WHERE IsDeleted = false')}"  # noqa: S608
    return f"query?q={quote(f'SELECT COUNT() FROM {counted.name}')}"  # noqa: S608


def _save(instance: Instance, name: str, described: dict[str, Any] | None) -> None:
    label = (described or {}).get("label") or name
    row, _is_new = CatalogueObject.objects.of(instance).update_or_create(
        instance=instance,
        name=name,
        defaults={"label": label, "is_visible": described is not None, "described_at": timezone.now()},
    )
    row.fields.update(is_visible=False)
    listed = drawn(row, described)
    CatalogueField.objects.bulk_create(
        listed, update_conflicts=True, unique_fields=["object", "name"], update_fields=DESCRIBED
    )


def drawn(row: CatalogueObject, described: dict[str, Any] | None) -> list[CatalogueField]:
    """The fields of a describe as rows that nobody has saved."""
    return [_field(row, place, each) for place, each in enumerate((described or {}).get("fields", []))]


def _field(row: CatalogueObject, position: int, described: dict[str, Any]) -> CatalogueField:
    """``is_chosen`` counts for a field that is seen for the first time."""
    name = described["name"]
    return CatalogueField(
        instance_id=row.instance_id,
        object=row,
        name=name,
        position=position,
        is_fixed=standard.is_fixed(row.name, name),
        is_chosen=standard.is_default(row.name, name) and not standard.is_fixed(row.name, name),
        **evidence.of(described, names.snake(name)),
    )
