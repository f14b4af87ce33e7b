"""What people do to a running sync: enable, disable, sync now, and mend what it had failed for."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.sync import events, operations, schedule, standing, tasks
from apps.sync.models import SyncState, Word
from apps.tenants.models import Instance
from apps.timeline import history, live


@transaction.atomic
def enable(instance: Instance, *, by: Any) -> bool:
    """False before the initial sync is through, or when it is enabled already."""
    rows = SyncState.objects.of(instance).filter(is_enabled=False).exclude(finished_at=None)
    if not rows.update(is_enabled=True, next_run_at=timezone.now(), woken_at=timezone.now(), nudged_at=None):
        return False
    history.record(instance, events.ENABLED, actor=by)
    _told(instance)
    return True


@transaction.atomic
def disable(instance: Instance, *, by: Any) -> bool:
    """A cycle under way stops at its next page; what it committed stays."""
    rows = SyncState.objects.of(instance).filter(is_enabled=True)
    if not rows.update(is_enabled=False, claim=None, lease_until=None):
        return False
    SyncState.objects.of(instance).filter(word=Word.IN_PROGRESS).update(word=Word.SYNCED)
    operations.end_open(instance, is_initial=False)
    history.record(instance, events.DISABLED, actor=by)
    live.moved(instance.pk, "headline", "sync-status")
    return True


@transaction.atomic
def sync_now(instance: Instance, *, by: Any) -> bool:
    """False when it is disabled. A cycle under way is not doubled."""
    if not hasten(instance):
        return False
    history.record(instance, events.ASKED, actor=by)
    return True


@transaction.atomic
def set_pace(instance: Instance, pace: dict[str, Any], *, by: Any) -> None:
    """``pace``: columns of the state. A shorter pause or a larger budget counts at once."""
    state = standing.of(instance)
    for name, value in pace.items():
        setattr(state, name, value)
    SyncState.objects.of(instance).update(**pace)
    soon = schedule.next_run(state, instance, timezone.now())
    SyncState.objects.of(instance).filter(next_run_at__gt=soon).update(next_run_at=soon)
    history.record(instance, events.PACED, actor=by)
    live.moved(instance.pk, "sync-status")


def hasten(instance: Instance) -> bool:
    """The next cycle begins now; false when the sync is disabled."""
    if (
        not SyncState.objects.of(instance)
        .filter(is_enabled=True)
        .update(next_run_at=timezone.now(), woken_at=timezone.now(), nudged_at=None)
    ):
        return False
    _told(instance)
    return True


@transaction.atomic
def heal(instance: Instance) -> bool:
    """Salesforce answers again: a sync that had failed does not wait for its next turn. False where none had."""
    rows = SyncState.objects.of(instance).filter(is_enabled=True, word=Word.FAILED)
    if not rows.update(next_run_at=timezone.now(), woken_at=timezone.now(), nudged_at=None):
        return False
    _told(instance)
    return True


def _told(instance: Instance) -> None:
    live.moved(instance.pk, "headline", "sync-status")
    tasks.nudge(instance)
