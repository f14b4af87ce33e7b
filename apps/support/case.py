"""One stuck set-up as the desk sees it: signs of life, runs, connection facts; never a secret."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.checklist import registry, steps
from apps.checklist.models import Step
from apps.checklist.states import ACTIVE, State
from apps.connections.models import Connection
from apps.support import clock, stuck
from apps.tenants.models import Instance

# all that the desk may know of a connection; a column that is not named here is never read
FACTS = (
    "method",
    "environment",
    "edition",
    "org_id",
    "org_name",
    "instance_url",
    "sync_user_name",
    "signed_in_at",
    "verified_at",
    "confirmed_at",
    "confirmed_by__name",
    "refused_code",
    "refused_at",
    "api_used",
    "api_max",
    "api_as_of",
)


@dataclass(frozen=True)
class Sign:
    """One thing that was asked, and whether the answer is as it should be."""

    is_good: bool
    words: str


def choose(instance: Instance, slug: str) -> Step | None:
    """The step asked for; else the most urgent one, else the first that is open."""
    rows = {step.slug: step for step in steps.of(instance)}
    if slug in rows:
        return rows[slug]
    worst = stuck.of_instance(instance.pk).values_list("slug", flat=True).first()
    if worst in rows:
        return rows[worst]
    open_ones = [step for step in rows.values() if step.state not in {State.LOCKED, State.DONE}]
    return next(iter(open_ones or rows.values()), None)


def connection_facts(instance: Instance) -> dict[str, Any] | None:
    facts = Connection.objects.of(instance).values(*FACTS).first()
    if facts is None:
        return None
    words = Connection(method=facts["method"], environment=facts["environment"])
    shown = {"method_words": words.get_method_display(), "environment_words": words.get_environment_display()}
    return {**facts, **shown}


def signs(step: Step) -> list[Sign]:
    asked = [_heartbeat(step), _lease(step), _due(step), _rows(step), _tries(step)]
    return [sign for sign in asked if sign]


def _heartbeat(step: Step) -> Sign | None:
    if step.state != State.RUNNING:
        return None
    every = int(settings.STEP_LEASE.total_seconds() / 3)
    if step.heartbeat_at is None:
        return Sign(is_good=False, words=_("No heartbeat yet, expected every %(every)s s") % {"every": every})
    words = {"at": clock.exact(step.heartbeat_at), "every": every}
    is_good = step.heartbeat_at > timezone.now() - settings.STEP_LEASE
    return Sign(is_good, _("Last heartbeat %(at)s, expected every %(every)s s") % words)


def _lease(step: Step) -> Sign | None:
    if step.state != State.RUNNING or step.lease_until is None:
        return None
    if step.lease_until > timezone.now():
        return Sign(
            is_good=True, words=_("A worker holds the lease until %(at)s") % {"at": clock.exact(step.lease_until)}
        )
    return Sign(is_good=False, words=_("The lease ended at %(at)s") % {"at": clock.exact(step.lease_until)})


def _due(step: Step) -> Sign | None:
    if step.state != State.QUEUED or step.run_at is None:
        return None
    is_good = step.run_at > timezone.now() - stuck.NOT_TAKEN
    return Sign(is_good, _("Queued, due at %(at)s") % {"at": clock.exact(step.run_at)})


def _rows(step: Step) -> Sign | None:
    if step.state not in ACTIVE or step.progressed_at is None:
        return None
    is_good = step.progressed_at > timezone.now() - stuck.NO_ROWS
    return Sign(is_good, _("Last committed row %(at)s") % {"at": clock.exact(step.progressed_at)})


def _tries(step: Step) -> Sign | None:
    if not step.failures:
        return None
    words = {"times": step.failures, "most": registry.find(step.slug).retry.times}
    return Sign(is_good=False, words=_("Tried again %(times)s times of %(most)s") % words)
