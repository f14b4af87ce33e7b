"""The list of cycles as a page and a CSV file show it: one row for what a cycle did with an object."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.sync.models import Cycle, Operation, Status
from apps.tenants.models import Instance

STATES = {
    Status.IN_PROCESS: "running",
    Status.SUCCEEDED: "done",
    Status.INCOMPLETE: "warn",
    Status.FAILED: "failed",
    Status.CLEANED_UP: "paused",
}


@dataclass(frozen=True)
class CycleRow:
    """Null counts were not counted in this operation."""

    started_at: datetime.datetime
    ended_at: datetime.datetime | None
    object: str
    operation: str
    status: str
    state: str
    new: int | None
    updated: int | None
    deleted: int | None
    failed_items: int | None
    skipped: int | None


def chosen(instance: Instance, asked: dict[str, str]) -> QuerySet[Cycle]:
    """The newest first. A cycle that had nothing to do has no operation, and is a row of its own."""
    since = timezone.now() - datetime.timedelta(days=int(asked["days"]))
    operations = Operation.objects.of(instance)
    if asked["object"]:
        operations = operations.filter(object=asked["object"])
    if asked["operation"]:
        operations = operations.filter(kind=asked["operation"])
    if asked["status"]:
        operations = operations.filter(status=asked["status"])
    cycles = Cycle.objects.of(instance).filter(started_at__gte=since)
    if asked["object"] or asked["operation"]:
        cycles = cycles.filter(operations__in=operations).distinct()
    elif asked["status"]:
        cycles = cycles.filter(status=asked["status"])
    return cycles.prefetch_related(Prefetch("operations", queryset=operations, to_attr="shown"))


def of(cycles: Iterable[Cycle]) -> Iterator[CycleRow]:
    for cycle in cycles:
        operations: list[Operation] = cycle.shown  # type: ignore[attr-defined]  # by Prefetch
        yield from (_operation(each) for each in operations)
        if not operations:
            yield _idle(cycle)


def _operation(row: Operation) -> CycleRow:
    return CycleRow(
        row.started_at,
        row.ended_at,
        row.object,
        row.get_kind_display(),
        row.get_status_display(),
        STATES[Status(row.status)],
        row.new,
        row.updated,
        row.deleted,
        row.failed_items,
        row.skipped,
    )


def _idle(cycle: Cycle) -> CycleRow:
    kind = Operation.Kind.INITIAL_SYNC if cycle.is_initial else Operation.Kind.PULL_UPDATES
    count = 0 if cycle.status == Status.SUCCEEDED else None
    return CycleRow(
        cycle.started_at,
        cycle.ended_at,
        _("All objects"),
        str(kind.label),
        cycle.get_status_display(),
        STATES[Status(cycle.status)],
        count,
        count,
        count,
        count,
        count,
    )
