"""Writes one thing that happened; each row is chained to the one before it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.utils import timezone

from apps.timeline import live
from apps.timeline.models import AgencyEvent, Entry, Event

if TYPE_CHECKING:
    from apps.tenants.models import Agency, Instance
    from apps.timeline.kinds import Kind

NAME_LENGTH = 200


@transaction.atomic
def record(instance: Instance, kind: Kind, *, actor: Any = None, **data: Any) -> Event:
    """``data`` is JSON that a customer may see: never a secret, never a record's values."""
    take_turn(instance.pk)
    event = Event(instance=instance, **_said(kind, actor, data))
    _append(event, Event.objects.of(instance))
    live.moved(instance.pk, "timeline")
    return event


@transaction.atomic
def record_for_agency(agency: Agency, kind: Kind, *, actor: Any = None, **data: Any) -> AgencyEvent:
    """What concerns all instances of an agency: its members and their roles."""
    _queue_up("agency timeline", agency.pk)
    event = AgencyEvent(agency=agency, **_said(kind, actor, data))
    _append(event, AgencyEvent.objects.filter(agency=agency))
    return event


def is_whole(instance: Instance) -> bool:
    """Nobody changed, removed or put in a row: each one says what its hash says, and follows the one before."""
    number, last = 0, ""
    for event in Event.objects.of(instance).order_by("number").iterator():
        if (event.number, event.previous_hash, event.hash) != (number + 1, last, digest(event)):
            return False
        number, last = event.number, event.hash
    return True


def digest(event: Entry) -> str:
    """SHA-256 over whose chain it is, what the row says and the hash of the row before."""
    owner = [event.instance_id, None] if isinstance(event, Event) else [None, getattr(event, "agency_id", None)]
    actor = [event.actor_id, event.actor_name]
    said = [*owner, event.previous_hash, event.number, event.kind, *actor, event.data, event.at.isoformat()]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def person(actor: Any) -> Any:
    """Who has an account; None for somebody without one (``told_as`` says who), and where nobody did it."""
    return actor if isinstance(actor, get_user_model()) else None


def _said(kind: Kind, actor: Any, data: dict[str, Any]) -> dict[str, Any]:
    if actor and not person(actor):
        data = {"who": actor.told_as, **data}
    # as PostgreSQL gives it back, or the hash would not fit what is read
    plain = json.loads(json.dumps(data, cls=DjangoJSONEncoder))
    name = str(actor)[:NAME_LENGTH] if actor else ""
    return {"kind": kind.slug, "actor": person(actor), "actor_name": name, "data": plain, "at": timezone.now()}


def _append(event: Entry, chain: models.QuerySet[Any]) -> None:
    last = chain.order_by("-number").values("number", "hash").first()
    event.number = last["number"] + 1 if last else 1
    event.previous_hash = last["hash"] if last else ""
    event.hash = digest(event)
    event.save(force_insert=True)


def take_turn(instance_id: int) -> None:
    """Whoever changes an instance's rows and records it in one transaction takes the turn before the first row.

    Otherwise one holds the row and waits for the chain, and the other holds the chain and waits for the row.
    """
    if connection.in_atomic_block:
        _queue_up("timeline", instance_id)


def _queue_up(chain: str, pk: int) -> None:
    # two writers of one chain take turns; the lock goes with the transaction
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [chain, pk])
