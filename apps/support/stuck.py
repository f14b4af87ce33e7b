"""Which steps of all set-ups do not move, why, since when, and whose turn it is."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import TYPE_CHECKING, Any, TypeAlias

from django.conf import settings
from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.checklist.models import Run, Step
from apps.checklist.states import ACTIVE, State
from apps.connections.models import CheckResult, Verdict
from apps.onboarding.notices import CHECKS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Stuck: TypeAlias = "QuerySet[Any, Any]"  # steps with what ``of_everybody`` adds to them
NO_ROWS = datetime.timedelta(minutes=10)
NOT_TAKEN = datetime.timedelta(minutes=1)
NOT_TOUCHED = datetime.timedelta(days=1)
TURNS = ("us", "person", "time")

REASONS: dict[str, tuple[str, _StrPromise]] = {
    "silent": ("us", _("No heartbeat")),
    "not_taken": ("us", _("Queued, and nobody took it")),
    "broken": ("us", _("Failed: a fault of ours")),
    "failed": ("person", _("Failed")),
    "lost": ("person", _("The sync user lost a right")),
    "retrying": ("time", _("Tries again by itself")),
    "no_rows": ("time", _("No committed row for ten minutes")),
    "waiting": ("person", _("Waits for a person")),
    "untouched": ("person", _("Nobody touched it for a day")),
}


def of_everybody() -> Stuck:
    """Steps with ``reason``, ``turn`` and ``stuck_since``; ours first, then the oldest."""
    now = timezone.now()
    started = Run.objects.filter(step=OuterRef("pk"), ended_at=None).values("started_at")[:1]
    steps: Stuck = Step.objects.everywhere("the support desk looks at every tenant's set-up")
    steps = steps.annotate(moved_at=Greatest(Coalesce("progressed_at", "state_since"), Subquery(started)))
    steps = steps.annotate(reason=_reason(now)).exclude(reason="")
    steps = steps.annotate(turn=_turn(), stuck_since=_since())
    return steps.order_by(_rank(), "stuck_since", "pk")


def of_instance(instance_id: int) -> Stuck:
    return of_everybody().filter(instance=instance_id)


def matching(rows: Stuck, words: str) -> Stuck:
    """By instance, agency, org or problem code; of steps or of syncs."""
    if not words:
        return rows
    names = ("instance__name", "instance__key", "instance__agency__name", "instance__connection__org_name")
    found = Q(problem__code__iexact=words) | Q(instance__connection__org_id__startswith=words)
    for name in names:
        found |= Q(**{f"{name}__icontains": words})
    return rows.filter(found)


def counts(rows: Stuck) -> Counter[str]:
    """How many for each turn."""
    counted = rows.order_by().values("turn").annotate(number=Count("pk"))
    return Counter({row["turn"]: row["number"] for row in counted})


def _reason(now: datetime.datetime) -> Case:
    """The first that applies; the order is that of urgency."""
    beat_late = Q(heartbeat_at=None) | Q(heartbeat_at__lt=now - settings.STEP_LEASE) | Q(lease_until__lt=now)
    rules = {
        "silent": Q(state=State.RUNNING) & beat_late,
        "retrying": Q(state=State.QUEUED, problem__turn="time"),
        "not_taken": Q(state=State.QUEUED, run_at__lt=now - NOT_TAKEN),
        "no_rows": Q(state__in=ACTIVE, moved_at__lt=now - NO_ROWS),
        "broken": Q(state=State.FAILED, problem__turn="ours"),
        "failed": Q(state=State.FAILED),
        "waiting": Q(state=State.WAITING),
        "lost": Q(slug=CHECKS, state=State.STALE) & Exists(_missing()),
        "untouched": Q(state__in=(State.READY, State.STALE, State.PAUSED), state_since__lt=now - NOT_TOUCHED),
    }
    whens = [When(rule, then=Value(reason)) for reason, rule in rules.items()]
    return Case(*whens, default=Value(""), output_field=CharField())


def _missing() -> QuerySet[CheckResult]:
    checks = CheckResult.objects.everywhere("the support desk looks at every tenant's checks")
    return checks.filter(instance=OuterRef("instance"), verdict=Verdict.FAIL)


def _turn() -> Case:
    whens = [When(reason=reason, then=Value(turn)) for reason, (turn, _title) in REASONS.items()]
    return Case(*whens, default=Value("person"), output_field=CharField())


def _since() -> Case:
    return Case(
        When(reason="silent", then=Coalesce("heartbeat_at", "state_since")),
        When(reason="not_taken", then=F("run_at")),
        When(reason="no_rows", then=F("moved_at")),
        default=F("state_since"),
    )


def _rank() -> Case:
    return Case(*[When(turn=turn, then=Value(place)) for place, turn in enumerate(TURNS)], default=Value(len(TURNS)))
