"""The lease of a long statement is prolonged while its worker lives, and no longer."""

from __future__ import annotations

import datetime
import threading
import time

import pytest
from django.utils import timezone

from apps.checklist import actions, heartbeat, runner
from apps.checklist.definition import Done
from apps.checklist.models import Step
from tests import makers

SECOND = datetime.timedelta(seconds=1)


def wait_until(true):
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)


@pytest.fixture
def copy(short_list, transactional_db, settings):
    """A queued job whose worker beats ten times a second."""
    settings.STEP_LEASE = 0.3 * SECOND
    made = makers.instance_with_checklist()
    Step.objects.of(made).filter(slug="copy").update(state="ready")
    step = Step.objects.of(made).get(slug="copy")
    actions.start(step, by=None)
    return step


def now(step):
    return Step.objects.of(step.instance_id).get(pk=step.pk)


def beats(step):
    return any(thread.name == f"heartbeat-{step.pk}" for thread in threading.enumerate())


class TestBeating:
    def test_prolongs_the_lease_while_the_job_is_busy(self, short_list, copy):
        def busy(step):
            first = now(step).lease_until
            wait_until(lambda: now(step).lease_until > first + SECOND / 2)
            return Done("Through.")

        short_list.write("copy", busy)
        runner.run(copy.pk)

        assert now(copy).state == "done"

    def test_stops_with_the_job(self, copy):
        Step.objects.of(copy.instance).filter(pk=copy.pk).update(state="running", lease_until=timezone.now())

        with heartbeat.beating(now(copy)):
            assert beats(copy)

        assert not beats(copy)

    def test_stops_by_itself_when_somebody_took_the_step_away(self, copy):
        Step.objects.of(copy.instance).filter(pk=copy.pk).update(state="paused", lease_until=None)

        with heartbeat.beating(copy):
            wait_until(lambda: not beats(copy))

        assert now(copy).lease_until is None
