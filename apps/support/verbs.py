"""What the desk may do to a step: each verb with its effect, or the reason why not now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from apps.checklist import actions, registry
from apps.checklist.models import Step
from apps.checklist.states import State
from apps.support import clock

ACTIONS: dict[str, Callable[..., bool]] = {"retry": actions.retry, "release": actions.release}
RETRIED = frozenset({State.QUEUED, State.WAITING, State.FAILED, State.STALE})
RELEASED = frozenset({State.QUEUED, State.RUNNING, State.WAITING, State.PAUSED, State.FAILED})


@dataclass(frozen=True)
class Verb:
    """``refused``: why not now; empty when it may be done."""

    name: str
    title: str
    effect: str
    refused: str


def of(step: Step) -> list[Verb]:
    return [
        Verb("retry", _("Retry"), _("Runs the same job again, from its last checkpoint."), _not_retried(step)),
        Verb(
            "release",
            _("Release"),
            _("Takes the lease away and gives the step back to the customer, ready to start."),
            _not_released(step),
        ),
    ]


def act(step: Step, name: str, *, by: Any, reason: str) -> bool:
    """False when the verb is refused, or when the step has moved meanwhile."""
    verb = next(verb for verb in of(step) if verb.name == name)
    return not verb.refused and ACTIONS[name](step, by=by, reason=reason)


def _not_retried(step: Step) -> str:
    if not registry.find(step.slug).has_job:
        return _("Not now: this step has no job; it is a person's own part.")
    if step.state in RETRIED:
        return ""
    if step.state == State.RUNNING:
        return _held(step)
    return _WORDS[State(step.state)]()


def _not_released(step: Step) -> str:
    return "" if step.state in RELEASED else _WORDS[State(step.state)]()


def _held(step: Step) -> str:
    if not step.lease_until:
        return _("Not now: a worker holds it.")
    until = {"until": clock.exact(step.lease_until)}
    return _("Not now: a worker holds it until %(until)s; after that it is queued again by itself.") % until


_WORDS: dict[State, Callable[[], str]] = {
    State.LOCKED: lambda: _("Not now: the steps before it are not done."),
    State.READY: lambda: _("Not now: nobody holds it; it is ready."),
    State.PAUSED: lambda: _("Not now: a person paused it; they resume it, or you release it."),
    State.DONE: lambda: _("Not now: it is done."),
    State.STALE: lambda: _("Not now: nobody holds it; it is out of date."),
}
