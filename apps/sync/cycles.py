"""A cycle from its claim to its end: success only when every object finished, and a retry is not a failure."""

from __future__ import annotations

import datetime

import structlog
from django.conf import settings
from django.db.models import F
from django.utils import timezone

from apps.connections import clients
from apps.mapping import joining, pairs
from apps.salesforce.client import Client
from apps.salesforce.errors import SalesforceError
from apps.sync import (
    backlog,
    budget,
    calls,
    changes,
    cursors,
    drift,
    lease,
    nightly,
    operations,
    outages,
    quiet,
    row_errors,
    schedule,
    session,
    standing,
    wording,
)
from apps.sync.changes import Found
from apps.sync.cursors import Cursor
from apps.sync.errors import BudgetSpent
from apps.sync.lease import Lease
from apps.sync.models import Cycle, Status
from apps.sync.quiet import Look
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
    budget.before_asking(held.state, held.instance)
    client = clients.open(held.instance)
    calls.note(client, held.instance)
    look = Look(held.instance, held.state, schedule.zone(held.instance), client, _known(held))
    began = timezone.now()
    try:
        found = look.ask(began)
    except Exception:
        operations.add_calls(cycle, client.calls)
        raise
    if quiet.is_nothing(found) and quiet.rests(held.state, look.zone, began):
        quiet.end(held.claim, began, {look: found})
        return None
    is_nights_first = cycle.asked_at is None and _was_synced_before(held, nightly.begins_at(look.zone, began))
    operations.note_clock(cycle, changes.asked_at(client, began))
    return _work(held, cycle, client, found, describes=is_nights_first)


def _known(held: Lease) -> dict[str, Cursor]:
    """An object that no cycle has looked at yet begins where the initial sync began."""
    kept = cursors.of(held.state, pairs.visible(held.instance))
    if all(kept.values()):
        return {name: cursor for name, cursor in kept.items() if cursor}
    with session.open(held.instance) as connection:
        return {name: cursor or cursors.first(connection, name) for name, cursor in kept.items()}


def _was_synced_before(held: Lease, moment: datetime.datetime) -> bool:
    return held.state.last_synced_at is not None and held.state.last_synced_at < moment


def _work(held: Lease, cycle: Cycle, client: Client, found: list[Found], *, describes: bool) -> float | None:
    began = timezone.now()
    try:
        if describes:
            drift.look(client, held.instance)
        with session.open(held.instance) as connection:
            backlog.note(cycle, found, connection)
            current = Round(cycle, connection, client, held)
            wait = current.carry_on(found)
            if wait is not None:
                lease.release(held, timezone.now() + datetime.timedelta(seconds=wait))
                return wait
            if operations.changed(cycle, joining.OBJECTS):
                joining.renew(held.instance, connection)
            cursors.move(held, {each.object: each.until for each in found if each.is_nothing})
            held.keep(looked_at=None if current.waits else began)
            operations.prune(held.instance, connection)
            found_errors = row_errors.number(connection)
            if found_errors > held.state.row_errors:  # values that don't fit may be those of another type
                _describe_again(held.instance, client)
    finally:
        operations.add_calls(cycle, client.calls)
    _ended(held, cycle, row_errors=found_errors)
    return None


def _describe_again(instance: Instance, client: Client) -> None:
    """What was read is whole already; an org that stumbles now is asked at night."""
    try:
        drift.look(client, instance)
    except SalesforceError as error:
        log.info("cycle.not_described", code=error.code)


def _ended(held: Lease, cycle: Cycle, *, row_errors: int) -> None:
    """Success only when every object finished; what one of them was refused with is the cycle's trouble."""
    if not lease.release(held, schedule.next_run(held.state, held.instance, timezone.now())):
        return
    new = operations.new_records(cycle)
    problem = operations.trouble(cycle)
    if not problem:
        operations.end(cycle)
        standing.synced(held.instance, row_errors=row_errors, new=new)
        return
    operations.end(cycle, Status.INCOMPLETE if problem["turn"] == "time" else Status.FAILED, problem)
    standing.change(held.instance, row_errors=row_errors, records=F("records") + new)
    standing.troubled(held.instance, problem, is_final=standing.of(held.instance).failures + 1 >= MANY)


def _troubled(held: Lease, cycle: Cycle, error: Exception) -> None:
    problem = wording.name(error)
    failures = standing.of(held.instance).failures
    is_outage = problem["turn"] == "time"
    if not lease.release(held, timezone.now() + _wait(error, failures, is_outage=is_outage)):
        return
    log.warning("cycle.troubled", problem=problem["code"])
    operations.end(cycle, Status.INCOMPLETE if is_outage else Status.FAILED, problem)
    is_final = failures + 1 >= MANY and not isinstance(error, BudgetSpent)
    standing.troubled(held.instance, problem, is_final=is_final)


def _wait(error: Exception, failures: int, *, is_outage: bool) -> datetime.timedelta:
    if not is_outage:
        return max(settings.CYCLE_PAUSE, AFTER_REFUSAL)
    asked = datetime.timedelta(seconds=outages.wait(error, failures))
    return asked if outages.said(error) is not None else min(settings.CYCLE_PAUSE, asked)
