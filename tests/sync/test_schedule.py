from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from apps.connections.models import ApiUsage
from apps.salesforce.replies import Usage
from apps.sync import budget, cycles, headline, schedule, switches
from apps.sync.errors import CapReached, ReserveReached
from apps.sync.models import Cycle, SyncState
from tests.sync.conftest import to_the_end


def at(text):
    return datetime.datetime.fromisoformat(f"2026-03-01T{text}:00+00:00")


class Asked:
    """A client that was told what the org has spent."""

    def __init__(self, used, most):
        self.usage = Usage(used, most)


class TestTheNextCycle:
    def test_begins_so_long_after_the_end_of_the_last(self, instance):
        state = SyncState(instance=instance, pause_minutes=30)

        assert at("10:30") <= schedule.next_run(state, instance, at("10:00")) < at("10:31")

    @pytest.mark.parametrize(
        ("ended", "begins"), [("21:00", "21:05"), ("21:57", "06:00"), ("03:00", "06:00"), ("05:58", "06:03")]
    )
    def test_waits_for_the_end_of_the_quiet_hours(self, instance, ended, begins):
        quiet = {"quiet_from": datetime.time(22), "quiet_until": datetime.time(6)}
        state = SyncState(instance=instance, pause_minutes=5, **quiet)

        found = schedule.next_run(state, instance, at(ended))

        wanted = at(begins) if at(begins) > at(ended) else at(begins) + datetime.timedelta(days=1)
        assert wanted <= found < wanted + datetime.timedelta(minutes=5)

    def test_comes_sooner_when_the_pause_is_made_shorter(self, instance, cast):
        later = timezone.now() + datetime.timedelta(hours=5)
        SyncState.objects.create(instance=instance, is_enabled=True, next_run_at=later, pause_minutes=300)

        switches.set_pace(instance, {"pause_minutes": 2}, by=cast.admin)

        soon = timezone.now() + datetime.timedelta(minutes=3)
        assert SyncState.objects.of(instance).get().next_run_at < soon


class TestTheBudget:
    def test_keeps_a_reserve_for_others(self, instance):
        state = SyncState(instance=instance, reserve_percent=10)

        budget.before_reading(state, instance, Asked(89, 100))
        with pytest.raises(ReserveReached):
            budget.before_reading(state, instance, Asked(90, 100))

    def test_ends_with_its_day(self, instance):
        ApiUsage.objects.create(instance=instance, day=datetime.datetime.now(datetime.UTC).date(), calls=50)
        state = SyncState(instance=instance, daily_cap=50)

        with pytest.raises(CapReached) as caught:
            budget.before_asking(state, instance)

        assert (caught.value.until.hour, caught.value.until.minute) == (0, 0)

    def test_that_is_spent_is_waited_for_quietly(self, connected):
        to_the_end(connected)
        SyncState.objects.of(connected).update(daily_cap=1, failures=cycles.MANY)

        cycles.run(connected, hurry=True)

        cycle, state = Cycle.objects.of(connected).first(), SyncState.objects.of(connected).get()
        assert (cycle.status, cycle.calls) == ("incomplete", 0)
        assert headline.of(connected).word == "synced"
        assert "budget" in headline.of(connected).sentence
        assert state.next_run_at > timezone.now() + datetime.timedelta(seconds=14)
