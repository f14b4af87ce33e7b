"""Checks that ask themselves again, in an org whose rights a trainer changes behind the portal's back."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.checklist.states import State
from apps.connections.checks import schedule
from apps.connections.models import CheckChange, CheckResult, CheckRound, Recheck
from apps.onboarding import drift, tasks
from apps.sync.models import Cycle, Status
from apps.timeline.models import Event

pytestmark = pytest.mark.django_db
TAKEN = {"Lead": ["Create"]}


@pytest.fixture
def checked(troubled):
    """Step 6 is done."""
    troubled.connected().work("check-sync-user")
    return troubled


def due(instance, **columns):
    Recheck.objects.of(instance).update(due_at=timezone.now(), **columns)


def said(instance):
    return [event.sentence for event in Event.objects.of(instance)]


class TestLostRight:
    def test_is_on_the_timeline_on_every_page_and_on_the_board(self, checked, trainer):
        trainer.do("switches", denied=TAKEN)
        due(checked.instance)

        assert drift.recheck(checked.instance)

        assert checked.step("check-sync-user").state == State.STALE
        assert "The sync user no longer has what the sync needs: Rights on Lead." in said(checked.instance)
        for name in ("checklist", "sync_status", "settings"):
            page = checked.browser.get(checked.url(name)).content.decode()
            assert "The sync user lost what the sync needs: Rights on Lead" in page
        assert "Checks that fail by now: 1" in checked.browser.get(checked.url("checklist")).content.decode()
        own = checked.page("check-sync-user")
        assert "1 thing is missing" in own
        assert "The sync user lost" not in own
        assert "6 Check the sync user" in checked.browser.get(reverse("portfolio:board")).content.decode()

    def test_is_on_the_support_desk_at_once(self, cast, checked, trainer):
        trainer.do("switches", denied=TAKEN)
        due(checked.instance)

        drift.recheck(checked.instance)

        assert "The sync user lost a right" in cast.browser("support").get(reverse("support:desk")).content.decode()

    def test_is_forgotten_when_it_is_back(self, checked, trainer):
        trainer.do("switches", denied=TAKEN)
        due(checked.instance)
        drift.recheck(checked.instance)
        trainer.do("switches", denied={})
        due(checked.instance)

        drift.recheck(checked.instance)

        assert checked.step("check-sync-user").state == State.DONE
        assert "Put right in Salesforce: Rights on Lead." in said(checked.instance)
        assert "The sync user lost" not in checked.browser.get(checked.url("checklist")).content.decode()
        changes = CheckChange.objects.of(checked.instance).filter(code="object-rights")
        assert [(change.was, change.became) for change in changes] == [("fail", "pass"), ("pass", "fail")]

    def test_is_no_notice_before_the_step_was_ever_through(self, troubled, trainer):
        trainer.do("switches", denied=TAKEN)

        troubled.connected().work("check-sync-user")

        assert "The sync user lost" not in troubled.browser.get(troubled.url("checklist")).content.decode()


class TestDailyRound:
    def test_says_nothing_where_nothing_changed(self, checked):
        before = said(checked.instance)
        due(checked.instance)

        drift.recheck(checked.instance)

        assert said(checked.instance) == before
        assert CheckRound.objects.of(checked.instance).first().why == "daily"
        assert Recheck.objects.of(checked.instance).get().due_at > timezone.now() + datetime.timedelta(hours=19)

    def test_is_asked_by_one_worker(self, checked):
        due(checked.instance)
        drift.recheck(checked.instance)

        assert not drift.recheck(checked.instance)

    def test_comes_again_when_its_worker_was_killed(self, checked):
        due(checked.instance)
        schedule.claim(checked.instance)

        again = Recheck.objects.of(checked.instance).get().due_at

        assert timezone.now() < again <= timezone.now() + schedule.RETRY

    def test_leaves_the_steps_own_job_alone(self, checked):
        due(checked.instance)
        step = checked.step("check-sync-user")
        checked.browser.post(reverse("onboarding:start", args=[step.pk]))

        assert not drift.recheck(checked.instance)

    def test_keeps_what_is_known_through_an_outage(self, checked, trainer):
        due(checked.instance)
        trainer.do("faults", kind="error-500", pattern="POST /composite", count=50)

        assert not drift.recheck(checked.instance)

        assert CheckResult.objects.of(checked.instance).get(code="object-rights", subject="Lead").verdict == "pass"
        assert checked.step("check-sync-user").state == State.DONE

    def test_waits_for_the_next_day_where_the_access_has_ended(self, checked, trainer):
        due(checked.instance)
        trainer.do("switches", is_active=False)
        trainer.do("expire-sessions")

        assert not drift.recheck(checked.instance)

        assert Recheck.objects.of(checked.instance).get().due_at > timezone.now() + datetime.timedelta(hours=19)


class TestFailedSync:
    @pytest.fixture
    def failed(self, checked):
        def at(asked_ago):
            asked = timezone.now() - asked_ago
            Recheck.objects.of(checked.instance).update(asked_at=asked)
            cycle = Cycle.objects.create(instance=checked.instance, status=Status.FAILED, ended_at=timezone.now())
            Cycle.objects.of(checked.instance).filter(pk=cycle.pk).update(started_at=timezone.now())
            return checked.instance

        return at

    def test_has_the_checks_asked_at_once(self, failed):
        instance = failed(datetime.timedelta(hours=2))

        assert drift.hurry_after_failures() == 1

        drift.recheck(instance)
        assert CheckRound.objects.of(instance).first().why == "failure"

    def test_asks_no_more_often_than_once_an_hour(self, failed):
        failed(datetime.timedelta(minutes=30))

        assert drift.hurry_after_failures() == 0

    def test_is_asked_about_once(self, failed):
        instance = failed(datetime.timedelta(hours=2))
        drift.hurry_after_failures()
        drift.recheck(instance)

        assert drift.hurry_after_failures() == 0


class TestBeat:
    def test_asks_for_what_is_due(self, checked):
        due(checked.instance)

        tasks.recheck(checked.instance.pk)

        assert CheckRound.objects.of(checked.instance).first().why == "daily"
        assert schedule.due(tasks.MOST_AT_ONCE) == []

    def test_forgets_an_instance_that_is_gone(self):
        tasks.recheck(987_654)
