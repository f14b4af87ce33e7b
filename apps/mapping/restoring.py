"""Takes an earlier version of the mapping back, before the start: shown first, and a version of its own afterwards."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from apps.mapping import events, importing, lock, versions
from apps.mapping.errors import ListChanged
from apps.mapping.importing import Proposal
from apps.mapping.mapping_file import Fault
from apps.mapping.models import Version
from apps.tenants.models import Instance
from apps.timeline import history


def preview(instance: Instance, version: Version) -> tuple[Proposal, list[Fault]]:
    """What would change, and what can't be as it was: it stays as it is."""
    return importing.propose_past(instance, version.document)


def restore(instance: Instance, version: Version, seen_hash: str, *, by: Any) -> None:
    """Raises ListChanged where that is no longer what was shown, and MappingLocked. No column is created or dropped."""
    with transaction.atomic():
        history.take_turn(instance.pk)
        lock.refuse_when_locked(instance)
        proposal, kept = preview(instance, version)
        if proposal.hash != seen_hash:
            raise ListChanged(count=len(kept))
        importing.make_true(instance, proposal)
        versions.keep(instance, history.record(instance, events.RESTORED, actor=by, number=version.number))
