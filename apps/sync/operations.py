"""Keeps the record of cycles and of what each did with each object; the figures are copies of committed counts."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from apps.marketing.database import Connection
from apps.sync import wording
from apps.sync.checkpoints import Checkpoint, Purpose
from apps.sync.models import Cycle, Operation, Status
from apps.tenants.models import Instance
from apps.tenants.sql import read
from apps.timeline import live

log = structlog.get_logger(__name__)
Kind = Operation.Kind
KEPT = datetime.timedelta(days=7)
COUNTS = ("new", "updated", "deleted", "skipped", "failed_items")


def begin(instance: Instance, *, is_initial: bool = False) -> Cycle:
    """The open cycle, which a worker may have left behind, or a new one."""
    found = Cycle.objects.of(instance).filter(ended_at=None).first()
    if found is None:
        try:
            with transaction.atomic():
                found = Cycle.objects.create(instance=instance, is_initial=is_initial)
        except IntegrityError:  # another worker began it just now
            found = Cycle.objects.of(instance).get(ended_at=None)
    found.instance = instance
    return found


def end(cycle: Cycle, status: Status = Status.SUCCEEDED, problem: dict[str, Any] | None = None) -> None:
    """What is still in process ends with the cycle."""
    cycle.operations.filter(ended_at=None).update(status=status, ended_at=Now())
    rows = Cycle.objects.of(cycle.instance).filter(pk=cycle.pk, ended_at=None)
    rows.update(status=status, ended_at=Now(), problem=problem or {})
    live.moved(cycle.instance_id, "sync-status")


def end_open(instance: Instance, *, is_initial: bool) -> None:
    """Somebody stopped the sync: what had been begun stays incomplete."""
    for cycle in Cycle.objects.of(instance).filter(ended_at=None, is_initial=is_initial):
        end(cycle, Status.INCOMPLETE)


def add_calls(cycle: Cycle, calls: int) -> None:
    Cycle.objects.of(cycle.instance).filter(pk=cycle.pk).update(calls=F("calls") + calls)


def note_clock(cycle: Cycle, at: datetime.datetime) -> None:
    """The org's clock when the cycle first asked; later turns of the same cycle leave it."""
    if cycle.asked_at is None:
        Cycle.objects.of(cycle.instance).filter(pk=cycle.pk).update(asked_at=at)
        cycle.asked_at = at


def ended(cycle: Cycle) -> set[str]:
    """Objects that this cycle is through with, well or not."""
    read_ones = cycle.operations.exclude(ended_at=None).exclude(kind=Kind.PUSH_UPDATES)
    return set(read_ones.values_list("object", flat=True))


def fail(cycle: Cycle, object_name: str, error: Exception) -> None:
    """The object's changes wait in Salesforce; an outage is no failure."""
    problem = wording.name(error)
    log.warning("cycle.object_troubled", object=object_name, problem=problem["code"])
    open_(cycle, object_name, Kind.PULL_UPDATES)
    status = Status.INCOMPLETE if problem["turn"] == "time" else Status.FAILED
    rows = cycle.operations.filter(object=object_name, ended_at=None)
    rows.update(status=status, ended_at=Now(), problem=problem)
    live.moved(cycle.instance_id, "sync-status")


def trouble(cycle: Cycle) -> dict[str, Any]:
    """Of an object that could not be finished; a refusal, which is for a person, before an outage. Empty: none."""
    rows = cycle.operations.filter(status__in=[Status.FAILED, Status.INCOMPLETE]).order_by("pk")
    found = list(rows.values_list("status", "object", "problem"))
    found.sort(key=lambda row: row[0] != Status.FAILED)
    return {**found[0][2], "object": found[0][1]} if found else {}


def new_records(cycle: Cycle) -> int:
    return int(cycle.operations.aggregate(found=Coalesce(Sum("new"), 0))["found"])


def changed(cycle: Cycle, objects: Collection[str]) -> bool:
    """Whether the cycle brought anything of these objects; what brought nothing has no row."""
    return cycle.operations.filter(object__in=objects).exists()


def open_(cycle: Cycle, object_name: str, kind: Kind) -> None:
    row = Operation(instance=cycle.instance, cycle=cycle, object=object_name, kind=kind)
    Operation.objects.bulk_create([row], ignore_conflicts=True)


def copy(cycle: Cycle, place: Checkpoint, connection: Connection, *, is_done: bool = False) -> None:
    """Takes over into the open operations what the committed pages brought."""
    counted = _counted(cycle, place, connection)
    ended: dict[str, Any] = {"status": Status.SUCCEEDED, "ended_at": Now()} if is_done else {}
    rows = cycle.operations.filter(object=place.object, ended_at=None)
    for kind, names in SHOWN[place.purpose].items():
        rows.filter(kind=kind).update(**{name: counted[name] for name in names}, **ended)
    live.moved(cycle.instance_id, "sync-status")


def note_deleted(cycle: Cycle, object_name: str, number: int) -> None:
    """Marked without a page of records."""
    open_(cycle, object_name, Kind.PULL_DELETES)
    rows = cycle.operations.filter(object=object_name, kind=Kind.PULL_DELETES)
    rows.update(deleted=Coalesce(F("deleted"), 0) + number, status=Status.SUCCEEDED, ended_at=Now())


def close(cycle: Cycle, place: Checkpoint, connection: Connection) -> None:
    """Records read again because of the overlap are no news, and make no row."""
    counted = _counted(cycle, place, connection)
    for kind, names in SHOWN[place.purpose].items():
        if any(counted[name] for name in names):
            open_(cycle, place.object, kind)
    copy(cycle, place, connection, is_done=True)


def pushed(cycle: Cycle, object_name: str, connection: Connection) -> None:
    """What was written of an object and what Salesforce refused, from the changes themselves."""
    asked = {"cycle": cycle.pk, "object": object_name}
    written, refused = connection.execute(read("sync", "outbox_counted").encode(), asked).fetchone() or (0, 0)
    rows = cycle.operations.filter(object=object_name, kind=Kind.PUSH_UPDATES)
    rows.update(updated=written, failed_items=refused, status=Status.SUCCEEDED, ended_at=Now())
    live.moved(cycle.instance_id, "sync-status")


def prune(instance: Instance, connection: Connection) -> None:
    Cycle.objects.of(instance).filter(started_at__lt=timezone.now() - KEPT, is_initial=False).delete()
    connection.execute(read("sync", "forget_counts").encode(), {"kept": KEPT})


SHOWN: dict[Purpose, dict[Kind, tuple[str, ...]]] = {
    "initial": {Kind.INITIAL_SYNC: ("new", "failed_items")},
    "cycle": {
        Kind.PULL_UPDATES: ("new", "updated", "failed_items", "skipped"),
        Kind.PULL_DELETES: ("deleted",),
    },
    "calculated": {Kind.PULL_CALCULATED: ("updated", "failed_items")},
    "backfill": {Kind.BACKFILL: ("updated", "failed_items")},
}


def _counted(cycle: Cycle, place: Checkpoint, connection: Connection) -> dict[str, int]:
    row = connection.execute(read("sync", "counted").encode(), {**place.place, "cycle": cycle.pk}).fetchone() or ()
    return {name: int(value or 0) for name, value in zip(COUNTS, row, strict=True)}
