"""Collects from mapping and sync what the checks need to know; they know nothing of either."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping as Counts

from django.conf import settings

from apps.connections import needs
from apps.connections.needs import Needs, Price
from apps.mapping import objects, pairs, standard
from apps.mapping.models import CatalogueObject, Mapping
from apps.mapping.objects import SalesforceObject
from apps.sync import estimate
from apps.tenants.models import Instance

DAY = datetime.timedelta(days=1)
STANDARD = {"Lead": standard.LEAD, "Contact": standard.CONTACT, "Account": standard.ACCOUNT}


def of(instance: Instance) -> Needs:
    """After the discovery the sync asks for what was seen then; before it, for nothing that could be missing."""
    seen = set(CatalogueObject.objects.of(instance).values_list("name", flat=True))
    is_chosen = Mapping.objects.of(instance).exists()
    mapped: dict[str, list[str]] = {}
    useful: dict[str, list[str]] = {}
    for name, each in objects.OBJECTS.items():
        mapped[name] = [pair.source for pair in pairs.of(instance, name)] if name in seen else []
        useful[name] = _useful(each, is_chosen=is_chosen)
    return needs.of(mapped=mapped, useful=useful, price=price)


def price(counts: Counts[str, int | None]) -> Price:
    """The first sync, and a day of cycles that find nothing at a call each."""
    made = estimate.summed([estimate.one(name, records) for name, records in counts.items()], estimate.Pace())
    cycles = math.ceil(DAY / settings.CYCLE_PAUSE)
    return Price(int(made["calls"]) + cycles, int(made["jobs"]))


def _useful(each: SalesforceObject, *, is_chosen: bool) -> list[str]:
    """Until fields are chosen, Marketo's own mapping stands for the choice; its score field has a check of its own."""
    default = () if is_chosen else STANDARD.get(each.name, {})
    listed = [source for source in default if not source.startswith(standard.MARKETING_PREFIX)]
    return [*(source for source, _column in each.fixed), *listed]
