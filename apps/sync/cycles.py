"""A cycle from its claim to its end: success only when every object finished, and a retry is not a failure."""

from __future__ import annotations

import datetime

import structlog
from django.conf import settings
from django.utils import timezone

from apps.connections import clients
from apps.mapping import joining
from apps.sync import calls, lease, operations, outages, row_errors, session, standing, wording
from apps.sync.lease import Lease
from apps.sync.models import Cycle, Status
from apps.sync.rounds import Round
from apps.tenants.models import Instance

log = structlog.get_logger(__name__)
AFTER_REFUSAL = datetime.timedelta(minutes=15)  # somebody mends it; asking more often mends nothing
MANY = 8  # outages in a row after which the headline says so


def run(instance: Instance, *, hurry: bool = False, is_watched: bool = False) -> float | None:
    """One turn of the cycle that is due. Seconds after which to come again; None: not now.

    ``hurry``: whether it is due or not. ``is_watched``: raise what went wrong, besides writing it down.
    """
    held = lease.take(instance, hurry=hurry)
    if held is None:
        return None
    cycle = operations.begin(instance)
    with structlog.contextvars.bound_contextvars(instance=instance.key, cycle=cycle.pk):
        try:
            return _turn(held, cycle)
        except lease.Ended:
            log.info("cycle.stopped")
        except standing.TROUBLES as error:
            _troubled(held, cycle, error)
            if is_watched:
                raise
        except Exception as error:  # a bug too must leave the row free and say that it is ours
            log.exception("cycle.bug", error=type(error).__name__)
            _troubled(held, cycle, error)
    return None


def _turn(held: Lease, cycle: Cycle) -> float | None:
    client = clients.open(held.instance)
    calls.note(client, held.instance)
    try:
        with session.open(held.instance) as connection:
            wait = Round(cycle, connection, client, held).carry_on()
            if wait is not None:
                lease.release(held, timezone.now() + datetime.timedelta(seconds=wait))
                return wait
            if operations.changed(cycle, joining.OBJECTS):
                joining.renew(held.instance, connection)
            operations.prune(held.instance, connection)
            found = row_errors.number(connection)
    finally:
        operations.add_calls(cycle, client.calls)
    if lease.release(held, timezone.now() + settings.CYCLE_PAUSE):
        operations.end(cycle)
        standing.synced(held.instance, row_errors=found, new=operations.new_records(cycle))
    return None


def _troubled(held: Lease, cycle: Cycle, error: Exception) -> None:
    problem = wording.name(error)
    failures = standing.of(held.instance).failures
    is_outage = problem["turn"] == "time"
    if not lease.release(held, timezone.now() + _wait(error, failures, is_outage=is_outage)):
        return
    log.warning("cycle.troubled", problem=problem["code"])
    operations.end(cycle, Status.INCOMPLETE if is_outage else Status.FAILED, problem)
    standing.troubled(held.instance, problem, is_final=failures + 1 >= MANY)


def _wait(error: Exception, failures: int, *, is_outage: bool) -> datetime.timedelta:
    if not is_outage:
        return max(settings.CYCLE_PAUSE, AFTER_REFUSAL)
    asked = datetime.timedelta(seconds=outages.wait(error, failures))
    return asked if outages.said(error) is not None else min(settings.CYCLE_PAUSE, asked)
