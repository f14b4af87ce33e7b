"""Which Salesforce fields marketing wants: all hidden at first, except what the sync needs and the default mapping."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext_noop as _

from apps.mapping import catalogue, events, lock, standard
from apps.mapping.models import CatalogueField
from apps.mapping.objects import CHOSEN
from apps.tenants.models import Instance
from apps.timeline import history

WELL_FILLED = 0.2
SHOWN: dict[str, Q] = {
    "all": Q(),
    "chosen": Q(is_chosen=True),
    "custom": Q(is_custom=True),
    "filled": Q(filled_share__gte=WELL_FILLED),
    "personal": Q(is_personal=True),
    "formula": Q(is_formula=True),
    "package": ~Q(package=""),
}
SORTS: dict[str, Any] = {
    "filled": F("filled_share").desc(nulls_last=True),
    "label": Lower("label").asc(),
    "name": Lower("name").asc(),
    "type": F("type").asc(),
}
IN_CUSTOMERS_ORDER = sorted(CHOSEN, key=lambda each: ["Lead", "Contact", "Account", "Opportunity"].index(each.name))
PRESETS = {"essentials": _("Marketing essentials"), "custom": _("Everything custom")}


@dataclass(frozen=True)
class Standing:
    """``object``: chosen of all that can be chosen."""

    object: str
    chosen: int
    total: int


@dataclass(frozen=True)
class Below:
    """What a rule would leave out: fields that fall below, and how many of them are chosen now."""

    fields: int
    chosen: int


def listing(
    instance: Instance, object_name: str, *, words: str = "", show: str = "all", sort: str = "filled"
) -> QuerySet[CatalogueField]:
    rows = catalogue.offered(instance, object_name).filter(SHOWN.get(show, Q()))
    for word in words.split():
        rows = rows.filter(Q(label__icontains=word) | Q(name__icontains=word))
    return rows.order_by(SORTS.get(sort, SORTS["filled"]), "position")


def counts(instance: Instance, object_name: str) -> dict[str, int]:
    """How many fields each filter would show."""
    counted = {name: Count("pk", filter=condition) for name, condition in SHOWN.items() if condition}
    return catalogue.offered(instance, object_name).aggregate(all=Count("pk"), **counted)


def standings(instance: Instance) -> list[Standing]:
    rows = catalogue.offered(instance).values("object__name").order_by("object__name")
    by_name = {row["object__name"]: row for row in rows.annotate(n=Count("pk"), on=Count("pk", filter=SHOWN["chosen"]))}
    found = [(each.name, by_name.get(each.name, {"on": 0, "n": 0})) for each in IN_CUSTOMERS_ORDER]
    return [Standing(name, row["on"], row["n"]) for name, row in found]


def save(instance: Instance, object_name: str, *, shown: Collection[str], ticked: Collection[str]) -> int:
    """Of the fields that a page showed, the ticked ones are chosen, no others; what is needed stays in."""
    lock.refuse_when_locked(instance)
    wanted = set(ticked) | (standard.REQUIRED[object_name] & set(shown))
    rows = catalogue.offered(instance, object_name).filter(name__in=shown)
    with transaction.atomic():
        chosen = rows.filter(name__in=wanted, is_chosen=False).update(is_chosen=True)
        left = rows.filter(is_chosen=True).exclude(name__in=wanted).update(is_chosen=False)
    return chosen + left


def below(instance: Instance, object_name: str, percent: int) -> Below:
    rows = _below(instance, object_name, percent)
    return Below(**rows.aggregate(fields=Count("pk"), chosen=Count("pk", filter=SHOWN["chosen"])))


def leave_out_below(instance: Instance, object_name: str, percent: int, *, by: Any) -> int:
    """Of what is measured; a field that can't be counted stays as it is."""
    lock.refuse_when_locked(instance)
    left = _below(instance, object_name, percent).filter(is_chosen=True).update(is_chosen=False)
    history.record(instance, events.LEFT_OUT, actor=by, count=left, object=object_name, percent=percent)
    return left


def start_from(instance: Instance, preset: str, *, by: Any) -> None:
    """*Marketing essentials*: what the default mapping names. *Everything custom*: that, and all custom fields."""
    lock.refuse_when_locked(instance)
    rows = list(catalogue.offered(instance).select_related("object"))
    for row in rows:
        proposed = standard.is_default(row.object.name, row.name)
        row.is_chosen = proposed or (preset == "custom" and row.is_custom)
    with transaction.atomic():
        CatalogueField.objects.of(instance).bulk_update(rows, ["is_chosen"], batch_size=500)
        name = {"_": PRESETS[preset], "data": {}}
        history.record(instance, events.STARTED_FROM, actor=by, preset=name)


def _below(instance: Instance, object_name: str, percent: int) -> QuerySet[CatalogueField]:
    rows = catalogue.offered(instance, object_name).filter(filled_share__lt=percent / 100)
    return rows.exclude(name__in=standard.REQUIRED[object_name])
