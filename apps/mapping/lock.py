"""From the start of the initial sync on, neither the choice nor a mapping changes by hand."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from apps.mapping import events
from apps.mapping.errors import MappingLocked
from apps.mapping.models import Review
from apps.tenants.models import Instance
from apps.timeline import history


def lock(instance: Instance, *, by: Any = None) -> None:
    """Whoever starts the initial sync calls this; a second call changes nothing."""
    Review.objects.of(instance).get_or_create(instance=instance)
    if Review.objects.of(instance).filter(locked_at=None).update(locked_at=timezone.now()):
        history.record(instance, events.LOCKED, actor=by)


def is_locked(instance: Instance) -> bool:
    return Review.objects.of(instance).filter(locked_at__isnull=False).exists()


def refuse_when_locked(instance: Instance) -> None:
    if is_locked(instance):
        raise MappingLocked
