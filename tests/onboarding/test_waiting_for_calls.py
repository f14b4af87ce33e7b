"""An org whose API calls are used up: step 13 waits, says since when and until when, and goes on by itself."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from apps.checklist import following, runner, steps
from apps.checklist.models import Step
from apps.connections.models import ApiUsage
from apps.sync import headline
from tests.onboarding.test_syncing import BEFORE, Walk
from tests.salesforce.trainer import Trainer
from tests.sync.conftest import PlayedOrg, sign_in

PLENTY = 100_000


@pytest.fixture
def trainer(practice_org):
    return Trainer(practice_org.url, records=40)


@pytest.fixture
def walk(cast, placement, trainer):
    """The initial sync is about to begin."""
    sign_in(cast.instance, PlayedOrg(trainer.url, trainer.org))
    Step.objects.of(cast.instance).filter(slug__in=BEFORE).update(state="done")
    following.unlock(cast.instance)
    return Walk(cast).started()


@pytest.fixture
def waiting(walk, trainer):
    trainer.do("switches", daily_calls=1)
    run(walk)
    return walk


def run(walk):
    """One turn, as if its time had come."""
    Step.objects.of(walk.instance).filter(slug="initial-sync").update(run_at=None)
    return runner.run(walk.step("initial-sync").pk)


class TestAnOrgWithoutCalls:
    def test_is_waited_for(self, waiting):
        step = waiting.step("initial-sync")

        assert step.state == "queued"
        assert step.run_at > timezone.now() + datetime.timedelta(minutes=5)
        assert headline.of(waiting.instance).word == "in_progress"

    def test_is_said_on_the_page_since_when_and_until_when(self, waiting):
        ApiUsage.objects.of(waiting.instance).update(org_used=14_990, org_max=15_000)

        page = waiting.page("initial-sync")

        assert "No API calls left since" in page
        assert "has used 14,990 of 15,000; all its programs share them" in page
        assert "the last of them by" in page
        assert "Gangway asks again at" in page
        assert "No progress since" not in page

    def test_keeps_the_moment_in_which_the_waiting_began(self, waiting):
        first = waiting.step("initial-sync").problem["since"]

        run(waiting)

        step = waiting.step("initial-sync")
        assert (step.problem["since"], step.failures) == (first, 2)

    def test_is_gone_on_with_as_soon_as_it_has_calls_again(self, waiting, trainer):
        trainer.do("switches", daily_calls=PLENTY)

        waiting.work("initial-sync")

        assert steps.get(waiting.instance, "initial-sync").state == "done"
        assert "No API calls left" not in waiting.page("initial-sync")
