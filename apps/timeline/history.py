"""Writes one thing that happened; each row is chained to the one before it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils import timezone

from apps.timeline import live
from apps.timeline.models import Event

if TYPE_CHECKING:
    from apps.tenants.models import Instance
    from apps.timeline.kinds import Kind


def record(instance: Instance, kind: Kind, *, actor: Any = None, **data: Any) -> Event:
    """``data`` is JSON that a customer may see: never a secret, never a record's values."""
    with transaction.atomic():
        _queue_up(instance)
        last = Event.objects.of(instance).order_by("-number").values("number", "hash").first()
        event = Event(
            instance=instance,
            number=last["number"] + 1 if last else 1,
            kind=kind.slug,
            actor=actor,
            actor_name=str(actor) if actor else "",
            data=data,
            at=timezone.now(),
            previous_hash=last["hash"] if last else "",
        )
        event.hash = digest(event)
        event.save(force_insert=True)
    live.moved(instance.pk, "timeline")
    return event


def digest(event: Event) -> str:
    """SHA-256 over what the row says and the hash of the row before."""
    said = [event.previous_hash, event.number, event.kind, event.actor_name, event.data, event.at.isoformat()]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def _queue_up(instance: Instance) -> None:
    # two writers of one chain take turns; the lock goes with the transaction
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('timeline'), %s)", [instance.pk])
