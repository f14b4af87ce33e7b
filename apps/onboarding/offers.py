"""Fields as the choice shows them: what is good to know of each, and why some can't be left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from apps.mapping import picklists, standard, types
from apps.mapping.models import CatalogueField, Mapping
from apps.mapping.picklists import Differing
from apps.tenants.models import Instance


@dataclass(frozen=True)
class Offer:
    """``lock``: why it is always in; ``refusal``: why it can't be chosen; ``notes``: sentences; ``share``: 0 to 100."""

    field: CatalogueField
    written: str
    lock: str
    refusal: str
    notes: tuple[str, ...]
    is_marketing: bool
    column: str

    @property
    def is_on(self) -> bool:
        return bool(self.lock) or (self.field.is_chosen and not self.refusal)

    @property
    def share(self) -> float | None:
        return None if self.field.filled_share is None else self.field.filled_share * 100


def of(instance: Instance, object_name: str, fields: Iterable[CatalogueField]) -> list[Offer]:
    """``column`` is set where the field exists already: leaving it out then only stops the flow."""
    listed = list(fields)
    created = _created(instance, object_name)
    differing = picklists.differing(instance, object_name, [field.name for field in listed if field.value_count])
    return [_offer(object_name, field, created.get(field.name, ""), differing.get(field.name)) for field in listed]


def _created(instance: Instance, object_name: str) -> dict[str, str]:
    rows = Mapping.objects.of(instance).filter(object=object_name)
    return dict(rows.values_list("source", "field__name"))


def _offer(object_name: str, field: CatalogueField, column: str, differing: Differing | None) -> Offer:
    return Offer(
        field=field,
        written=types.written(field),
        lock=_lock(object_name, field),
        refusal=_refusal(object_name, field),
        notes=(*_notes(object_name, field, column), *_shape(field, differing)),
        is_marketing=standard.is_marketing(object_name, field.name),
        column=column,
    )


def _lock(object_name: str, field: CatalogueField) -> str:
    if not standard.is_required(object_name, field.name):
        return ""
    return _("Salesforce needs it on every record") if field.is_mandatory else _("The sync needs it")


def _refusal(object_name: str, field: CatalogueField) -> str:
    if field.name not in standard.ignored(object_name):
        return ""
    return _("Marketo’s sync ignores this field even when it is visible, and so does this one")


def _notes(object_name: str, field: CatalogueField, column: str) -> Iterable[Any]:
    found = standard.find(object_name, field.name)
    if column:
        yield _("Created as %(column)s") % {"column": column}
    elif found:
        yield _("Default mapping: %(label)s") % {"label": found.label}
    if field.is_formula:
        yield _("Changes arrive only when the record itself changes")
    if field.is_encrypted:
        yield _("Arrives masked unless the sync user may see encrypted data")


def _shape(field: CatalogueField, differing: Differing | None) -> Iterable[str]:
    if field.compound:
        yield _("Part of %(whole)s") % {"whole": field.compound}
    if field.refers_to:
        yield _("Leads to %(objects)s: the Id arrives, never the name") % {"objects": field.refers_to}
    if differing:
        words = _("Not the list of %(other)s: %(common)s values in both, %(here)s only here, %(there)s only there")
        yield words % vars(differing)
