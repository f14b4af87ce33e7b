"""The mappings may need a second person: whoever finishes them asks, another member approves or sends them back."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.mapping import events, lock, mapping_file, review
from apps.mapping.errors import MappingsChanged, NothingAsked, SamePerson
from apps.mapping.models import Approval
from apps.tenants.models import Instance
from apps.timeline import history


@transaction.atomic
def want(instance: Instance, *, is_wanted: bool, by: User) -> bool:
    """False when it is so already."""
    history.take_turn(instance.pk)
    Approval.objects.of(instance).get_or_create(instance=instance)
    changed = Approval.objects.of(instance).exclude(is_wanted=is_wanted).update(is_wanted=is_wanted)
    if changed:
        history.record(instance, events.SECOND_WANTED if is_wanted else events.SECOND_NOT_WANTED, actor=by)
    return bool(changed)


def of(instance: Instance) -> Approval | None:
    """None where no second person is needed."""
    return Approval.objects.of(instance).select_related("asked_by", "answered_by").filter(is_wanted=True).first()


def fingerprint(instance: Instance) -> str:
    """Of the choice and the mapping as they are: an approval counts for this one only."""
    return hashlib.sha256(mapping_file.write(instance).encode()).hexdigest()


def is_missing(instance: Instance) -> bool:
    """A second person is needed, and none has approved the mappings as they are."""
    found = of(instance)
    return found is not None and not (found.is_approved and found.list_hash == fingerprint(instance))


@transaction.atomic
def ask(instance: Instance, *, by: User) -> bool:
    """``by`` has finished the mappings; anybody else may approve them now. False when that is so already."""
    lock.refuse_when_locked(instance)
    history.take_turn(instance.pk)
    found, seen = of(instance), fingerprint(instance)
    if found is None or (found.is_open and found.list_hash == seen):
        return False
    Approval.objects.of(instance).update(
        list_hash=seen,
        asked_by=by,
        asked_at=timezone.now(),
        answered_by=None,
        answered_at=None,
        is_approved=False,
        comment="",
    )
    history.record(instance, events.APPROVAL_ASKED, actor=by)
    return True


@transaction.atomic
def approve(instance: Instance, seen: str, *, by: User) -> None:
    """``seen``: the fingerprint that the page showed. Raises NothingAsked, SamePerson, MappingsChanged."""
    found = _answer(instance, seen, by, is_approved=True)
    review.finish(instance, by=by, kind=events.APPROVED, asker=str(found.asked_by))


@transaction.atomic
def send_back(instance: Instance, seen: str, comment: str, *, by: User) -> None:
    """Raises as `approve`. The comment stands on the step, not on the timeline."""
    found = _answer(instance, seen, by, is_approved=False, comment=comment)
    history.record(instance, events.SENT_BACK, actor=by, asker=str(found.asked_by))


def _answer(instance: Instance, seen: str, by: User, **answer: Any) -> Approval:
    lock.refuse_when_locked(instance)
    history.take_turn(instance.pk)
    found = of(instance)
    if found is None or not found.is_open:
        raise NothingAsked
    if found.asked_by == by:
        raise SamePerson
    if not found.list_hash == seen == fingerprint(instance):
        raise MappingsChanged
    Approval.objects.of(instance).update(answered_by=by, answered_at=timezone.now(), **answer)
    return found
