"""Which Salesforce fields marketing wants: all hidden at first, except what the sync needs and the default mapping."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext_noop as _

from apps.mapping import catalogue, events, lock, standard
from apps.mapping.models import CatalogueField
from apps.mapping.objects import CHOSEN
from apps.tenants.models import Instance
from apps.timeline import history

WELL_FILLED = 0.2
MOST_CLIENTS = 20
SHOWN: dict[str, Q] = {
    "all": Q(),
    "chosen": Q(is_chosen=True),
    "custom": Q(is_custom=True),
    "filled": Q(filled_share__gte=WELL_FILLED),
    "personal": Q(is_personal=True),
    "formula": Q(is_formula=True),
    "package": ~Q(package=""),
    "new": Q(instance__discovery__before_at__isnull=False, seen_at__gte=F("instance__discovery__started_at")),
}
TYPES: dict[str, Q] = {
    "text": Q(type__in=("string", "textarea", "combobox", "encryptedstring", "url")),
    "list": Q(type__in=("picklist", "multipicklist")),
    "number": Q(type__in=("int", "long", "double", "currency", "percent")),
    "checkbox": Q(type="boolean"),
    "date": Q(type__in=("date", "datetime", "time")),
    "contact": Q(type__in=("email", "phone")),
    "lookup": Q(type__in=("reference", "id")),
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


@dataclass(frozen=True)
class Search:
    """What a person looks for among an object's fields; whatever is unknown or empty narrows nothing."""

    words: str = ""
    show: str = "all"
    type: str = ""
    package: str = ""

    def of(self, rows: QuerySet[CatalogueField]) -> QuerySet[CatalogueField]:
        rows = rows.filter(SHOWN.get(self.show, Q()), TYPES.get(self.type, Q()))
        rows = rows.filter(package=self.package) if self.package else rows
        for word in self.words.split():
            rows = rows.filter(Q(label__icontains=word) | Q(name__icontains=word) | Q(note__icontains=word))
        return rows


EVERYTHING = Search()


def listing(
    instance: Instance, object_name: str, search: Search = EVERYTHING, *, sort: str = "filled"
) -> QuerySet[CatalogueField]:
    """Those that can't be chosen are shown too."""
    rows = search.of(catalogue.listed(instance, object_name)).defer("values")
    return rows.order_by(SORTS.get(sort, SORTS["filled"]), "position")


def counts(instance: Instance, object_name: str) -> dict[str, int]:
    """How many fields each filter would show."""
    counted = {name: Count("pk", filter=condition) for name, condition in SHOWN.items() if condition}
    return catalogue.listed(instance, object_name).aggregate(all=Count("pk"), **counted)


def packages(instance: Instance, object_name: str) -> list[str]:
    rows = catalogue.listed(instance, object_name).exclude(package="").order_by("package")
    return list(rows.values_list("package", flat=True).distinct())


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


def note(instance: Instance, object_name: str, notes: Mapping[str, str]) -> None:
    """Why a field is in or out, in somebody's own words; by the field's name."""
    lock.refuse_when_locked(instance)
    for row in catalogue.listed(instance, object_name).filter(name__in=notes).defer("values"):
        if row.note != notes[row.name]:
            catalogue.listed(instance, object_name).filter(pk=row.pk).update(note=notes[row.name])


def take_matching(instance: Instance, object_name: str, search: Search, *, wanted: bool, by: Any) -> int:
    """All that a search shows, on every page of it, at once. Returns how many changed."""
    lock.refuse_when_locked(instance)
    rows = search.of(catalogue.offered(instance, object_name)).exclude(is_chosen=wanted)
    pks = list(rows.exclude(name__in=() if wanted else standard.REQUIRED[object_name]).values_list("pk", flat=True))
    changed = CatalogueField.objects.of(instance).filter(pk__in=pks).update(is_chosen=wanted)
    kind = events.TAKEN if wanted else events.LEFT
    history.record(instance, kind, actor=by, count=changed, object=object_name)
    return changed


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
    name = {"_": PRESETS[preset], "data": {}}
    _start(instance, lambda row: _is_proposed(row) or (preset == "custom" and row.is_custom), by=by, preset=name)


def start_from_client(instance: Instance, other: Instance, *, by: Any) -> None:
    """What was chosen for another client; a field that its org does not have is proposed or not, as at first."""
    known = catalogue.listed(other).values_list("object__name", "name", "is_chosen")
    theirs = {(object_name, name): is_chosen for object_name, name, is_chosen in known}

    def is_wanted(row: CatalogueField) -> bool:
        return theirs.get((row.object.name, row.name), _is_proposed(row)) or _is_required(row)

    _start(instance, is_wanted, by=by, preset=other.name)


def earlier_clients(instance: Instance) -> list[Instance]:
    """Of the same agency, whose fields were created: the latest first."""
    rows = Instance.objects.filter(agency_id=instance.agency_id, acceptances__fulfilled_at__isnull=False)
    latest = rows.exclude(pk=instance.pk).annotate(chosen_at=Max("acceptances__fulfilled_at"))
    return list(latest.order_by("-chosen_at")[:MOST_CLIENTS])


def _start(instance: Instance, is_wanted: Callable[[CatalogueField], bool], *, by: Any, preset: Any) -> None:
    lock.refuse_when_locked(instance)
    rows = list(catalogue.offered(instance).select_related("object").defer("values"))
    for row in rows:
        row.is_chosen = is_wanted(row)
    with transaction.atomic():
        CatalogueField.objects.of(instance).bulk_update(rows, ["is_chosen"], batch_size=500)
        history.record(instance, events.STARTED_FROM, actor=by, preset=preset)


def _is_proposed(row: CatalogueField) -> bool:
    return standard.is_default(row.object.name, row.name)


def _is_required(row: CatalogueField) -> bool:
    return standard.is_required(row.object.name, row.name)


def _below(instance: Instance, object_name: str, percent: int) -> QuerySet[CatalogueField]:
    rows = catalogue.offered(instance, object_name).filter(filled_share__lt=percent / 100)
    return rows.exclude(name__in=standard.REQUIRED[object_name])
