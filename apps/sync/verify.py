"""Proves that what the org has is here: counts at one moment, and samples field by field."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import timezone
from psycopg import sql

from apps.connections import clients
from apps.mapping.objects import OBJECTS
from apps.marketing.database import Connection
from apps.salesforce.client import Client
from apps.sync import counting, cycles, events, plan, samples, session, zero_rows
from apps.sync.models import Cycle, Status, Verification
from apps.sync.plan import Plan
from apps.tenants.models import Instance
from apps.tenants.sql import read
from apps.timeline import history

ROUNDS = 3  # while people work in the org, counts may differ for a moment
BUSY = 2.0  # seconds until another worker's cycle may be through


def carry_on(instance: Instance) -> tuple[Verification, float | None]:
    """One chunk. Seconds after which to come again; None when it is through. Raises what Salesforce raises."""
    found = _open(instance)
    cycle = _caught_up(instance, found)
    if cycle is None:
        return found, BUSY
    client = clients.open(instance)
    with session.open(instance) as connection:
        plans = plan.all_of(instance)
        ceiling = cycle.asked_at or cycle.started_at
        counts = _counts(connection, client, plans, ceiling)
        _save(found, rounds=found.rounds + 1, ceiling=ceiling, looked_at=timezone.now(), counts=counts)
        if differences(found) and found.rounds < ROUNDS:
            return found, BUSY
        _save(found, samples=samples.compare(connection, client, plans, ceiling), ended_at=Now())
    found.refresh_from_db()
    history.record(instance, events.VERIFIED, objects=len(found.counts))
    return found, None


def differences(found: Verification) -> int:
    """Objects whose counts differ; one that could not be counted does not."""
    return sum(each["there"] is not None and each["there"] != each["here"] for each in found.counts)


def different_values(found: Verification) -> int:
    return sum(len(each["different"]) for each in found.samples)


def is_equal(found: Verification) -> bool:
    return not differences(found) and not different_values(found)


def latest(instance: Instance) -> Verification | None:
    return Verification.objects.of(instance).exclude(ended_at=None).first()


def _open(instance: Instance) -> Verification:
    found = Verification.objects.of(instance).filter(ended_at=None).first()
    if found is None:
        try:
            with transaction.atomic():
                found = Verification.objects.create(instance=instance)
        except IntegrityError:  # another worker began it just now
            found = Verification.objects.of(instance).get(ended_at=None)
        found.refresh_from_db()
    return found


def _caught_up(instance: Instance, found: Verification) -> Cycle | None:
    """A cycle that began after the last comparison, and brought both sides to the same moment."""
    since = found.looked_at or found.started_at
    fresh = Cycle.objects.of(instance).filter(is_initial=False, status=Status.SUCCEEDED, started_at__gt=since)
    cycles.run(instance, hurry=True, is_watched=True)
    return fresh.first()


def _counts(
    connection: Connection, client: Client, plans: list[Plan], ceiling: datetime.datetime
) -> list[dict[str, Any]]:
    moment = f"SystemModstamp <= {ceiling.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}"
    there = counting.expected(client, plans, moment)
    unseen = [name for name in OBJECTS if name not in there]
    whys = zero_rows.explain(client, [each for each in plans if there[each.name] == 0], unseen)
    here = {each.name: _here(connection, each, ceiling) for each in plans}
    return [
        {"object": name, "there": there.get(name), "here": here.get(name, 0), "why": whys.get(name, "")}
        for name in OBJECTS
    ]


def _here(connection: Connection, each: Plan, ceiling: datetime.datetime) -> int:
    statement = sql.SQL(read("sync", "records_here")).format(table=each.table)
    (number,) = connection.execute(statement, {"ceiling": ceiling.replace(microsecond=0)}).fetchone() or (0,)
    return int(number)


def _save(found: Verification, **columns: Any) -> None:
    Verification.objects.of(found.instance_id).filter(pk=found.pk).update(**columns)
    for name, value in columns.items():
        setattr(found, name, value)
