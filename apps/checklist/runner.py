"""Runs one chunk of a step's job and owns every way it can end."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import structlog
from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from apps.checklist import endings, heartbeat, registry, runs
from apps.checklist.definition import Again, Definition, Done, Outcome
from apps.checklist.models import Step
from apps.checklist.moves import move
from apps.checklist.problem import Problem
from apps.checklist.progress import Stopped

log = structlog.get_logger(__name__)
EARLY = datetime.timedelta(milliseconds=500)  # a message may come a little before its time

LET_GO: dict[str, Any] = {"lease_until": None, "claim": None}  # a worker that wakes up late finds its claim gone


def run(step_id: int) -> float | None:
    """Take the step if it is queued and due, run one chunk, settle it.

    Returns the seconds after which it wants to be called again, or None. A second message, a second click and a
    second worker all end at the claim: zero rows.
    """
    step = Step.objects.everywhere("the worker was sent this id").select_related("instance").filter(pk=step_id).first()
    if step is None or not registry.knows(step.slug) or not _claim(step):
        return None
    definition, began_with = registry.find(step.slug), step.progress.get("done")
    with structlog.contextvars.bound_contextvars(instance=step.instance.key, step=step.slug):
        try:
            with heartbeat.beating(step):
                outcome = definition.run(step)
        except Stopped:
            log.info("step.stopped")
            return None
        except Exception as error:  # noqa: BLE001 - the one place where every failure becomes a state
            if step.progress.get("done") != began_with:
                step.failures = 0  # it moved before it stumbled: only failures without progress wait longer and longer
            return _failed(step, definition, error)
        return _settle(step, outcome)


def _claim(step: Step) -> bool:
    now, mine = timezone.now(), uuid.uuid4()
    held: dict[str, Any] = {"heartbeat_at": Now(), "lease_until": now + settings.STEP_LEASE}
    is_due = Q(run_at=None) | Q(run_at__lte=now + EARLY)
    if not move(step, "claim", {"claim": mine, **held}, only=is_due):
        return False
    step.claim = mine  # ours, even if somebody has taken the step away before it was read again
    runs.claimed(step)
    return True


def _settle(step: Step, outcome: Outcome) -> float | None:
    if isinstance(outcome, Again):
        run_at = timezone.now() + datetime.timedelta(seconds=outcome.seconds)
        columns = {"run_at": run_at, "failures": 0, "problem": {}, **LET_GO}
        back = move(step, "put back", columns, claim=step.claim)
        return outcome.seconds if back else None
    if isinstance(outcome, Done):
        endings.done(step, outcome)
    else:
        endings.waiting(step, outcome)
    return None


def _failed(step: Step, definition: Definition, error: Exception) -> float | None:
    problem = registry.translate(error)
    if problem.turn == "ours":
        log.error("step.bug", error=type(error).__name__, exc_info=error)
    seconds = problem.retry_in if problem.retry_in is not None else definition.retry.seconds(step.failures)
    if problem.turn == "time" and seconds is not None:
        log.warning("step.tried_again", problem=problem.code, seconds=seconds)
        run_at = timezone.now() + datetime.timedelta(seconds=seconds)
        stored = {**problem.stored(), "since": _since(step, problem)}
        columns = {"run_at": run_at, "failures": step.failures + 1, "problem": stored, **LET_GO}
        return seconds if move(step, "put back", columns, claim=step.claim) else None
    log.warning("step.failed", problem=problem.code)
    endings.failed(step, problem)
    return None


def _since(step: Step, problem: Problem) -> str:
    """When this problem was first met since the last good chunk."""
    is_known = step.problem.get("code") == problem.code and "since" in step.problem
    return str(step.problem["since"]) if is_known else timezone.now().isoformat()
