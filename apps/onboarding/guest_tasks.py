"""What a guest is asked to do: the steps of the link, each with where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from apps.accounts.models import GuestLink
from apps.checklist import registry, steps
from apps.checklist.models import Step
from apps.checklist.states import SETTLED, State
from apps.connections import checks
from apps.connections.checks.words import Told, tell
from apps.connections.models import Connection, Verdict
from apps.onboarding.steps.add_fields import AddFields
from apps.onboarding.steps.check_sync_user import CheckSyncUser
from apps.onboarding.steps.connect import Connect
from apps.onboarding.steps.create_sync_user import CreateSyncUser

GUEST_STEPS = (AddFields.slug, CreateSyncUser.slug, Connect.slug, CheckSyncUser.slug)
CHECKED = frozenset({State.DONE, State.STALE, State.FAILED})
BY_WORD = {AddFields.slug: AddFields.TOLD, CreateSyncUser.slug: CreateSyncUser.TOLD}


@dataclass(frozen=True)
class Task:
    """``state``: done, open, or later (``note`` says what it waits for)."""

    slug: str
    title: str
    state: str
    note: str
    is_shown: bool

    @property
    def template(self) -> str:
        return f"onboarding/guest/{self.slug}.html"

    @property
    def glyph(self) -> str:
        """The mark of a step that looks as this task stands."""
        return {"done": "done", "open": "ready", "later": "queued"}[self.state]


def of(link: GuestLink, failed: list[Told], *, shown: str = "") -> list[Task]:
    """``shown``: the one to unfold; the first open one where nobody says."""
    by_slug = steps.by_slug(link.instance)
    states = {slug: _state(by_slug[slug], link, failed) for slug in _in_order(link)}
    unfolded = shown or next((slug for slug, state in states.items() if state == "open"), "")
    return [_task(by_slug[slug], link, state, is_shown=slug == unfolded) for slug, state in states.items()]


def _in_order(link: GuestLink) -> list[str]:
    return [definition.slug for definition in registry.definitions() if definition.slug in link.steps]


def failed_checks(link: GuestLink, connection: Connection | None) -> list[Told]:
    if connection is None or CheckSyncUser.slug not in link.steps:
        return []
    results = checks.latest(link.instance)
    return [tell(result, connection) for result in results if result.verdict == Verdict.FAIL]


def may_connect(step: Step, connection: Connection | None) -> bool:
    """A guest makes a connection or mends one, and never replaces one that works."""
    if connection is None or step.state == State.LOCKED:
        return False
    return step.state not in SETTLED or not connection.is_signed_in


def _task(step: Step, link: GuestLink, state: str, *, is_shown: bool) -> Task:
    note = _waits(step, link) if state == "later" else ""
    return Task(step.slug, str(registry.find(step.slug).title), state, note, is_shown)


def _state(step: Step, link: GuestLink, failed: list[Told]) -> str:
    if step.state == State.LOCKED:
        return "later"
    if step.slug == CheckSyncUser.slug:
        return "open" if failed else "done" if step.state in CHECKED else "later"
    if step.slug == Connect.slug:
        return "open" if may_connect(step, Connection.objects.of(link.instance).first()) else "done"
    return "done" if step.state in SETTLED else "open"


def _waits(step: Step, link: GuestLink) -> str:
    said: dict[str, Any] = {"sender": link.by}
    if step.slug == CheckSyncUser.slug:
        return _("Opens when %(sender)s has confirmed that the right org is connected.") % said
    if step.slug == Connect.slug:
        return _("Opens when the sync user is there.")
    return _("Opens when %(sender)s has chosen the org.") % said
