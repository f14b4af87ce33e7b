"""The desk's lists as pages show them: stuck steps, filters, runs of a step."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from apps.checklist import registry
from apps.checklist.models import Run, Step
from apps.onboarding import problems
from apps.onboarding.rows import Turn
from apps.support import stuck

LATEST = 12


@dataclass(frozen=True)
class Entry:
    """One stuck step; ``cause`` is the problem's first sentence, else why it counts as stuck."""

    step: Step
    title: str
    place: str
    turn: Turn
    since: datetime.datetime
    code: str
    tries: int


@dataclass(frozen=True)
class Attempt:
    """One run; ``outcome`` is a state with its word."""

    run: Run
    state: str
    words: str


def entry(step: Any) -> Entry:
    """Of a row of ``stuck.of_everybody``."""
    problem = problems.words(step.problem)
    said = problem.what if problem and step.reason in {"failed", "broken", "retrying"} else title(step.reason)
    until = step.run_at if step.turn == "time" else None
    turn = Turn("person", _("Customer")) if step.turn == "person" else Turn(step.turn, until=until)
    return Entry(step, said, place(step.slug), turn, step.stuck_since, step.problem.get("code", ""), step.failures)


def title(reason: str) -> str:
    return str(stuck.REASONS[reason][1]) if reason else ""


def place(slug: str) -> str:
    """A step's number and title; its bare slug when the portal no longer has it."""
    known = {definition.slug for definition in registry.definitions()}
    return f"{registry.number(slug)} {registry.find(slug).title}" if slug in known else slug


def chips(counts: dict[str, int], turn: str, words: str) -> list[dict[str, Any]]:
    labels = {"": _("All"), "us": _("Ours"), "person": _("Customer"), "time": _("Time")}
    numbers = {"": sum(counts.values()), **counts}
    return [
        {
            "label": label,
            "count": numbers.get(value, 0),
            "on": value == (turn if turn in labels else ""),
            "url": "/support/?" + urlencode({name: each for name, each in (("turn", value), ("q", words)) if each}),
        }
        for value, label in labels.items()
    ]


def runs(step: Step) -> list[Attempt]:
    return [_attempt(step, run) for run in step.runs.select_related("by")[:LATEST]]


def _attempt(step: Step, run: Run) -> Attempt:
    if run.ended_at is None:
        return Attempt(run, str(step.state), "")
    problem = problems.words(run.problem)
    if run.ending == Run.Ending.FAILED:
        return Attempt(run, "failed", problem.what if problem else "")
    state = {Run.Ending.DONE: "done", Run.Ending.WAITING: "waiting"}.get(Run.Ending(run.ending), "paused")
    return Attempt(run, state, run.get_ending_display())
