"""Guest links: made and revoked by a member, opened by somebody without an account, ended when nothing fails."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.accounts import events, passes
from apps.accounts.models import GuestLink, User
from apps.tenants.models import Instance
from apps.timeline import history

SHORTEST = datetime.timedelta(hours=1)
LONGEST = datetime.timedelta(days=30)


@transaction.atomic
def invite(instance: Instance, *, valid_for: datetime.timedelta, by: User, **columns: Any) -> tuple[GuestLink, str]:
    """The link and its token, which exists nowhere else from now on.

    ``columns``: name, email, message, language, steps.
    """
    if not SHORTEST <= valid_for <= LONGEST:
        raise ValueError(valid_for)
    token, token_hash = passes.fresh()
    columns |= {"instance": instance, "by": by, "token_hash": token_hash, "expires_at": timezone.now() + valid_for}
    link = GuestLink.objects.create(**columns)
    history.record(instance, events.GUEST_INVITED, actor=by, guest=link.name)
    return link, token


def of(instance: Instance) -> list[GuestLink]:
    """The newest first."""
    return list(GuestLink.objects.of(instance).select_related("by").order_by("-made_at", "-pk"))


def revoke(link: GuestLink, *, by: User) -> bool:
    """False when it had ended before."""
    return _end(link, GuestLink.Ending.REVOKED, events.GUEST_REVOKED, by)


def settle(instance: Instance) -> None:
    """No check fails any more, so nobody outside needs to come in."""
    for link in GuestLink.objects.of(instance).filter(ended_at=None, expires_at__gt=timezone.now()):
        _end(link, GuestLink.Ending.DONE, events.GUEST_DONE, None)


@transaction.atomic
def note_opened(link: GuestLink) -> None:
    """At the page itself, not at the address in the letter: mail scanners follow that one too."""
    if _write(link, GuestLink.objects.of(link.instance_id).filter(opened_at=None), opened_at=timezone.now()):
        history.record(link.instance, events.GUEST_OPENED, actor=link)


@transaction.atomic
def say_stuck(link: GuestLink, note: str) -> None:
    """The note stays out of the timeline, which keeps everything: guests may type what they should not."""
    _write(link, GuestLink.objects.of(link.instance_id), stuck_at=timezone.now(), stuck_note=note)
    history.record(link.instance, events.GUEST_STUCK, actor=link)


def speak(link: GuestLink, language: str) -> None:
    _write(link, GuestLink.objects.of(link.instance_id), language=language)


def keep_refusal(link: GuestLink, refusal: list[str]) -> None:
    """Salesforce's code and words, for the next page; an empty list forgets them."""
    _write(link, GuestLink.objects.of(link.instance_id), refusal=refusal)


@transaction.atomic
def _end(link: GuestLink, ending: GuestLink.Ending, kind: Any, by: User | None) -> bool:
    rows = GuestLink.objects.of(link.instance_id).filter(ended_at=None)
    ended = _write(link, rows, ended_at=timezone.now(), ending=ending)
    if ended:
        history.record(link.instance, kind, actor=by, guest=link.name)
    return ended


def _write(link: GuestLink, rows: Any, **columns: Any) -> bool:
    """Named columns of a row that two people may touch."""
    history.take_turn(link.instance_id)
    return bool(rows.filter(pk=link.pk).update(**columns) == 1)
