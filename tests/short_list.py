"""A checklist of four steps that does what a test tells it to, in the place of the portal's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

import pytest

from apps.checklist import registry
from apps.checklist.definition import Definition, Done, Outcome, Retry
from apps.checklist.models import Step
from apps.checklist.problem import Problem


class Outage(Exception):
    """Time's turn."""


class Refusal(Exception):
    """The customer's turn."""


def translate(error: Exception) -> Problem:
    if isinstance(error, Outage):
        return Problem("away", "time")
    if isinstance(error, Refusal):
        return Problem("refused", "customer", {"seen": str(error)})
    return Problem("bug", "ours")


Act = Callable[[Step], Outcome]


class Script:
    """What each job does at its next chunks; with nothing written it is done."""

    def __init__(self) -> None:
        self.acts: dict[str, list[Outcome | Exception | Act]] = defaultdict(list)
        self.ran: list[str] = []
        self.cancelled: list[str] = []

    def write(self, slug: str, *acts: Outcome | Exception | Act) -> None:
        self.acts[slug] += acts

    def play(self, step: Step) -> Outcome:
        self.ran.append(step.slug)
        act = self.acts[step.slug].pop(0) if self.acts[step.slug] else Done("All is well.")
        if isinstance(act, Exception):
            raise act
        return act(step) if callable(act) else act


class Scripted(Definition):
    script: Script

    def run(self, step: Step) -> Outcome:
        return self.script.play(step)

    def on_cancel(self, step: Step) -> None:
        self.script.cancelled.append(step.slug)


class Choose(Definition):
    slug = "choose"
    title = "Choose"
    part = 1


class Look(Scripted):
    slug = "look"
    title = "Look"
    part = 2
    after = ("choose",)
    rests_on = ("choose",)
    starts_itself = True
    retry = Retry(times=3, first_seconds=2)


class Copy(Scripted):
    slug = "copy"
    title = "Copy"
    part = 3
    after = ("look",)
    rests_on = ("look",)
    can_pause = True


class Extras(Definition):
    slug = "extras"
    title = "Extras"
    part = 3
    after = ("copy",)
    is_optional = True


@pytest.fixture
def short_list() -> Iterator[Script]:
    """``choose`` (a person), ``look`` (a job that starts itself), ``copy`` (a job), ``extras`` (optional)."""
    kept, translator = registry.definitions(), registry._translators[0]
    script = Script()
    steps = [Choose(), Look(), Copy(), Extras()]
    for step in steps:
        step.script = script
    registry.install(steps, translate)
    yield script
    registry.install(kept, translator)
