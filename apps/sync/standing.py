"""How an instance's sync stands: the one row behind the headline, changed by named columns only."""

from __future__ import annotations

from typing import Any

import psycopg
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from apps.connections.errors import ConnectionRefused
from apps.salesforce.errors import SalesforceError
from apps.sync import events, schedule
from apps.sync.errors import SyncError
from apps.sync.models import SyncState, Word
from apps.tenants.models import Instance
from apps.timeline import history, live

# what may go wrong with a sync; anything else that ends it is somebody's wish, or a bug that the log will show
TROUBLES = (SalesforceError, ConnectionRefused, SyncError, psycopg.OperationalError)


def of(instance: Instance) -> SyncState:
    """The row, made on first sight."""
    return SyncState.objects.of(instance).first() or _made(instance)


def change(instance: Instance, **columns: Any) -> None:
    of(instance)
    SyncState.objects.of(instance).update(**columns)
    live.moved(instance.pk, "headline", "sync-status")


def wake(instance: Instance) -> None:
    """Something in the instance's own database waits for the next cycle, which else might find nothing to do there."""
    of(instance)
    SyncState.objects.of(instance).update(woken_at=timezone.now())


def begun(instance: Instance) -> None:
    """The initial sync moves; also after a pause, a failure or a cancel."""
    state = of(instance)
    if state.word != Word.IN_PROGRESS or state.problem:
        change(instance, word=Word.IN_PROGRESS, problem={}, started_at=state.started_at or timezone.now())


def moving(instance: Instance) -> None:
    """A cycle found something to do; one that finds nothing leaves the headline alone."""
    if SyncState.objects.of(instance).exclude(word=Word.IN_PROGRESS).update(word=Word.IN_PROGRESS):
        live.moved(instance.pk, "headline", "sync-status")


def copied(instance: Instance, *, records: int, row_errors: int) -> None:
    """The initial sync is through; the first cycle follows after the usual pause."""
    pause = schedule.next_run(of(instance), instance, timezone.now())
    change(instance, is_enabled=True, finished_at=Now(), next_run_at=pause, records=records)
    synced(instance, row_errors=row_errors)


def synced(instance: Instance, *, row_errors: int, new: int = 0) -> None:
    was_failed = of(instance).word == Word.FAILED
    change(
        instance,
        word=Word.SYNCED,
        last_synced_at=timezone.now(),
        failures=0,
        problem={},
        row_errors=row_errors,
        records=F("records") + new,
    )
    if was_failed:
        history.record(instance, events.RECOVERED)


def troubled(instance: Instance, problem: dict[str, Any], *, is_final: bool) -> None:
    """An outage is not a failure as long as somebody comes again by himself and it does not last."""
    state = of(instance)
    failed = is_final or problem["turn"] != "time"
    word = Word.FAILED if failed else _settled(state)
    change(instance, problem=problem, failures=F("failures") + 1, word=word)
    if failed and state.word != Word.FAILED:
        history.record(instance, events.STUCK if problem["turn"] == "time" else events.FAILED)


def stopped(instance: Instance) -> None:
    """The initial sync was cancelled before its end."""
    change(instance, word=Word.NEVER, problem={})


def _settled(state: SyncState) -> str:
    """The word without the work under way."""
    if state.finished_at is None or state.word == Word.FAILED:
        return state.word
    return Word.SYNCED


def _made(instance: Instance) -> SyncState:
    SyncState.objects.bulk_create([SyncState(instance=instance)], ignore_conflicts=True)
    return SyncState.objects.of(instance).get()
