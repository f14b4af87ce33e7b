"""Brings the existing values of fields that were mapped after the initial sync, by Bulk, beside the cycles.

Like the calculated fields of a night: a job is asked for, cycles don't wait for it, and its pages go into records that
are here and not newer.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.db.models.functions import Now

from apps.salesforce.errors import QueryRefused
from apps.sync import checkpoints, events, operations, plan, reading, wording
from apps.sync.checkpoints import Checkpoint, Purpose
from apps.sync.errors import JobFailed
from apps.sync.models import Backfill, Cycle, Operation
from apps.sync.outbox_rules import EMAIL, OPT_OUT
from apps.sync.plan import KEY, MODSTAMP, Plan
from apps.sync.reader import Query, Reader
from apps.tenants.models import Instance
from apps.timeline import history, live

PURPOSE: Purpose = "backfill"
KIND = Operation.Kind.BACKFILL


def carry_on(reader: Reader, cycle: Cycle) -> float | None:
    """0 when there is more to do at once; None when the cycle need not wait."""
    for row in _first_of_each(cycle.instance):
        made = reader.client.calls
        try:
            wait = _one(reader, cycle, row)
        except (QueryRefused, JobFailed) as error:  # nobody's records wait for it; a person asks again
            wait = None
            _end(row, 0, problem=wording.name(error))
        Backfill.objects.of(cycle.instance).filter(pk=row.pk).update(calls=F("calls") + reader.client.calls - made)
        live.moved(cycle.instance_id, "backfills")
        if wait == 0:
            return 0
    return None


def _first_of_each(instance: Instance) -> list[Backfill]:
    rows = Backfill.objects.of(instance).filter(ended_at=None).order_by("object", "pk").distinct("object")
    return list(rows)


def _one(reader: Reader, cycle: Cycle, row: Backfill) -> float | None:
    """The plan is read anew, so that what an earlier plan of this turn brought is older than the job."""
    each = _narrow(plan.of(cycle.instance, row.object), row.sources)
    if each is None:
        _end(row, 0)
        return None
    checkpoints.lay(reader.connection, [row.object], PURPOSE)
    query = Query(each, each.everything, deleted=each.object.includes_archived)
    place = reading.ask(reader, query, checkpoints.of(reader.connection, PURPOSE)[row.object])
    if not place.is_done:
        wait = reading.carry_on(reader, dataclasses.replace(query, watermark=place.ceiling), place)
        if wait is not None:
            return wait
    _finish(reader, cycle, row, checkpoints.of(reader.connection, PURPOSE)[row.object])
    return None


def _narrow(each: Plan, sources: Iterable[str]) -> Plan | None:
    """None where none of the fields flows any more. An opt-out is heard with the address that it spreads by."""
    wanted = set(sources)
    if OPT_OUT in wanted:
        wanted.add(EMAIL)
    pairs = [pair for pair in each.pairs if pair.column in {KEY, MODSTAMP}]
    asked = [pair for pair in each.pairs if pair.source in wanted and pair not in pairs]
    if not asked:
        return None
    rules = each.rules
    if rules and OPT_OUT not in wanted:
        rules = dataclasses.replace(rules, email=None, opt_out=None)
    return dataclasses.replace(each, pairs=(*pairs, *asked), refreshes=True, rules=rules)


def _finish(reader: Reader, cycle: Cycle, row: Backfill, place: Checkpoint) -> None:
    operations.open_(cycle, place.object, KIND)
    operations.copy(cycle, place, reader.connection, is_done=True)
    updated = cycle.operations.filter(object=place.object, kind=KIND).values_list("updated", flat=True).first()
    checkpoints.open_again(reader.connection, place)
    _end(row, updated or 0)


def _end(row: Backfill, updated: int, problem: dict[str, Any] | None = None) -> None:
    rows = Backfill.objects.of(row.instance_id).filter(pk=row.pk, ended_at=None)
    if rows.update(ended_at=Now(), updated=updated, problem=problem or {}) and not problem:
        said = {"object": row.object, "fields": ", ".join(row.sources), "records": updated}
        history.record(row.instance, events.BACKFILLED, **said)
