"""How a chunk ends a step, what that opens, and what goes out of date by it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from apps.checklist import events, following, runs
from apps.checklist.definition import Done, Wait, msgid
from apps.checklist.models import Run, Step
from apps.checklist.moves import move
from apps.checklist.problem import Problem
from apps.checklist.titles import named
from apps.timeline import history

CLEAR: dict[str, Any] = {"lease_until": None, "run_at": None, "failures": 0, "problem": {}}


@transaction.atomic
def done(step: Step, outcome: Done, *, by: Any = None) -> bool:
    """The step is through; with ``by``, a person said so."""
    stored = {"message": msgid(outcome.message), "data": outcome.data}
    columns = {**CLEAR, "outcome": stored, "finished_at": Now(), "verified_at": Now() if outcome.verified else None}
    if not move(step, "finish", columns, claim=None if by else step.claim):
        return False
    runs.end(step, Run.Ending.DONE)
    history.record(step.instance, events.FINISHED if by else events.DONE, actor=by, step=named(step), said=told(stored))
    following.changed(step)
    following.unlock(step.instance)
    return True


@transaction.atomic
def waiting(step: Step, outcome: Wait) -> None:
    stored = {"message": msgid(outcome.message), "data": outcome.data}
    if move(step, "wait", {**CLEAR, "outcome": stored}, claim=step.claim):
        runs.end(step, Run.Ending.WAITING)
        history.record(step.instance, events.WAITING, step=named(step), said=told(stored))
        following.unlock(step.instance)


@transaction.atomic
def failed(step: Step, problem: Problem) -> None:
    columns = {"problem": problem.stored(), "lease_until": None, "run_at": None}
    if move(step, "fail", columns, claim=step.claim):
        runs.end(step, Run.Ending.FAILED, problem.stored())
        history.record(step.instance, events.FAILED, step=named(step), said="", code=problem.code)
        following.unlock(step.instance)


def told(stored: dict[str, Any]) -> dict[str, Any]:
    """A sentence inside an event, translated when the event is read."""
    return {"_": stored["message"], "data": stored["data"]}
