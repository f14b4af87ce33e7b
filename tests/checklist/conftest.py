"""An instance with the short list laid out, and how its states are read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from apps.checklist import runner
from apps.checklist.models import Step
from apps.checklist.states import State
from tests import makers


@pytest.fixture
def instance(db, short_list):
    return makers.instance_with_checklist()


@pytest.fixture
def step(instance) -> Callable[[str], Step]:
    """The row of a slug as it is now."""
    return lambda slug: Step.objects.of(instance).get(slug=slug)


@pytest.fixture
def states(instance) -> Callable[[], dict[str, str]]:
    return lambda: dict(Step.objects.of(instance).values_list("slug", "state"))


@pytest.fixture
def work(instance) -> Callable[[], None]:
    """Do what a worker would: every queued step that is due, until nothing is."""

    def run_all() -> None:
        while any(runner.run(pk) is not None or True for pk in _due(instance)):
            pass

    return run_all


def _due(instance) -> list[int]:
    return list(Step.objects.of(instance).filter(state=State.QUEUED).values_list("pk", flat=True))
