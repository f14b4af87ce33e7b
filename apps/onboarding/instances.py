"""Makes an instance with its checklist laid out."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from apps.checklist import following, steps
from apps.onboarding import events
from apps.tenants import keys
from apps.tenants.models import Agency, Instance
from apps.timeline import history


@transaction.atomic
def make(agency: Agency, *, name: str, kind: str, by: Any) -> Instance:
    """Raises IntegrityError when the agency has an instance of that name."""
    instance = Instance.objects.create(agency=agency, name=name, kind=kind, key=keys.fresh(name))
    steps.lay(instance)
    following.unlock(instance)
    history.record(instance, events.INSTANCE_MADE, actor=by, name=name)
    return instance


@transaction.atomic
def rename(instance: Instance, name: str, *, by: Any) -> None:
    """Its key and its schema stay. Raises IntegrityError when the agency has another one of that name."""
    before = instance.name
    if before == name:
        return
    history.take_turn(instance.pk)
    Instance.objects.filter(pk=instance.pk).update(name=name)
    history.record(instance, events.INSTANCE_RENAMED, actor=by, before=before, name=name)
