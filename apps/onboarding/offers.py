"""Fields as the choice shows them: what is good to know of each, and why some can't be left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from apps.mapping import standard, types
from apps.mapping.models import CatalogueField, Mapping
from apps.tenants.models import Instance


@dataclass(frozen=True)
class Offer:
    """``lock``: why the field is always in; ``notes``: sentences; ``share``: from 0 to 100."""

    field: CatalogueField
    written: str
    lock: str
    notes: tuple[str, ...]
    is_marketing: bool
    column: str

    @property
    def is_on(self) -> bool:
        return self.field.is_chosen or bool(self.lock)

    @property
    def share(self) -> float | None:
        return None if self.field.filled_share is None else self.field.filled_share * 100


def of(instance: Instance, object_name: str, fields: Iterable[CatalogueField]) -> list[Offer]:
    """``column`` is set where the field exists already: leaving it out then only stops the flow."""
    created = _created(instance, object_name)
    return [_offer(object_name, field, created.get(field.name, "")) for field in fields]


def _created(instance: Instance, object_name: str) -> dict[str, str]:
    rows = Mapping.objects.of(instance).filter(object=object_name)
    return dict(rows.values_list("source", "field__name"))


def _offer(object_name: str, field: CatalogueField, column: str) -> Offer:
    return Offer(
        field=field,
        written=types.written(field),
        lock=_lock(object_name, field),
        notes=tuple(_notes(object_name, field, column)),
        is_marketing=standard.is_marketing(object_name, field.name),
        column=column,
    )


def _lock(object_name: str, field: CatalogueField) -> str:
    if not standard.is_required(object_name, field.name):
        return ""
    return _("Salesforce needs it on every record") if field.is_mandatory else _("The sync needs it")


def _notes(object_name: str, field: CatalogueField, column: str) -> Iterable[Any]:
    found = standard.find(object_name, field.name)
    if column:
        yield _("Created as %(column)s") % {"column": column}
    elif found:
        yield _("Default mapping: %(label)s") % {"label": found.label}
    if standard.is_ignored(object_name, field.name):
        yield _("Marketo leaves it out")
    if field.is_formula:
        yield _("Changes arrive only when the record itself changes")
    if field.is_encrypted:
        yield _("Arrives masked unless the sync user may see encrypted data")
