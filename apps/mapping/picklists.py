"""Where Lead and Contact have a list of the same name with other values: both fill one column."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from apps.mapping.models import CatalogueField
from apps.tenants.models import Instance

TWINS = {"Lead": "Contact", "Contact": "Lead"}
LISTS = ("picklist", "multipicklist")


@dataclass(frozen=True)
class Differing:
    """How many values both lists have, and each alone."""

    other: str
    common: int
    here: int
    there: int


def differing(instance: Instance, object_name: str, names: Collection[str]) -> dict[str, Differing]:
    """By field, of those that are named and that both objects have."""
    other = TWINS.get(object_name, "")
    if not other or not names:
        return {}
    rows = CatalogueField.objects.of(instance).filter(
        object__name__in=[object_name, other], name__in=names, type__in=LISTS, is_visible=True
    )
    values = {(on, name): set(listed) for on, name, listed in rows.values_list("object__name", "name", "values")}
    pairs = ((name, values.get((object_name, name)), values.get((other, name))) for name in names)
    return {
        name: Differing(other, len(here & there), len(here - there), len(there - here))
        for name, here, there in pairs
        if here is not None and there is not None and here != there
    }
