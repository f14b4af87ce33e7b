"""The desk's lists as pages show them: stuck steps, filters, runs of a step."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from apps.checklist import registry
from apps.checklist.models import Run, Step
from apps.onboarding import problems
from apps.onboarding.rows import Turn
from apps.support import stuck
from apps.tenants.models import Instance

LATEST = 12


@dataclass(frozen=True)
class Entry:
    """One stuck step, or a sync in trouble (no slug). ``title``: the problem's first sentence, else why it is here."""

    instance: Instance
    slug: str
    title: str
    place: str
    turn: Turn
    since: datetime.datetime | None
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
    turn, code = _turn(step.turn, step.run_at), step.problem.get("code", "")
    return Entry(step.instance, step.slug, said, place(step.slug), turn, step.stuck_since, code, step.failures)


def sync_entry(state: Any) -> Entry:
    """Of a row of ``syncs.of_everybody``."""
    problem = problems.words(state.problem)
    said, code = problem.what if problem else _("Failed"), state.problem.get("code", "")
    turn = _turn(state.turn, state.next_run_at)
    return Entry(state.instance, "", said, _("sync"), turn, state.last_synced_at, code, state.failures)


def _turn(turn: str, until: datetime.datetime | None) -> Turn:
    if turn == "person":
        return Turn(turn, _("Customer"))
    return Turn(turn, until=until if turn == "time" else None)


def title(reason: str) -> str:
    return str(stuck.REASONS[reason][1]) if reason else ""


def place(slug: str) -> str:
    """A step's number and title; its bare slug when the portal no longer has it."""
    known = {definition.slug for definition in registry.definitions()}
    return f"{registry.number(slug)} {registry.find(slug).title}" if slug in known else slug


def chips(counts: dict[str, int], turn: str, words: str) -> list[dict[str, Any]]:
    labels = {"": _("All"), "us": _("Ours"), "person": _("Customer"), "time": pgettext("turn", "Time")}
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
