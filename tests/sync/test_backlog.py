from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from apps.sync import backlog, cycles
from apps.sync.models import Cycle, Operation, Status
from tests.sync.conftest import to_the_end


@pytest.fixture
def synced(connected):
    to_the_end(connected)
    cycles.run(connected, hurry=True)
    return connected


def kept(instance, hours_ago, status=Status.SUCCEEDED, **waiting):
    at = timezone.now() - datetime.timedelta(hours=hours_ago)
    return Cycle.objects.create(instance=instance, status=status, started_at=at, ended_at=at, waiting=waiting)


def of(instance, name):
    return next(each for each in backlog.of(instance).objects if each.object == name)


class TestTheBacklog:
    def test_is_what_a_cycle_found_and_is_cleared_by_it(self, synced, org):
        org.change("Lead", org.ids("Lead", 7), LastName="Backlog")

        cycles.run(synced, hurry=True)

        assert Cycle.objects.of(synced).first().waiting["Lead"] >= 7
        assert of(synced, "Lead").waiting == 0
        assert of(synced, "Lead").per_hour >= 7 / 24
        assert max(backlog.of(synced).there) >= 7

    def test_stays_while_salesforce_does_not_answer(self, synced):
        kept(synced, 0, Status.INCOMPLETE, Lead=40)

        assert of(synced, "Lead").waiting == 40
        assert backlog.of(synced).waiting == 40

    def test_leaves_out_objects_that_the_cycle_finished(self, instance):
        cycle = kept(instance, 0.1, Status.FAILED, Lead=40, Contact=30)
        Operation.objects.create(
            instance=instance, cycle=cycle, object="Contact", kind="pull_updates", status=Status.SUCCEEDED, updated=30
        )

        assert of(instance, "Contact").waiting == 0
        assert of(instance, "Lead").waiting == 40

    def test_tells_a_trend_and_a_curve(self, instance):
        kept(instance, 8, Lead=3, Contact=500)
        kept(instance, 1, Lead=700, Contact=1)

        found = backlog.of(instance)

        assert of(instance, "Lead").trend == "growing"
        assert of(instance, "Contact").trend == "shrinking"
        assert found.there[-1] == 701
        assert 503 in found.there
        assert found.here == [0] * backlog.POINTS

    def test_tells_apart_what_waits_here(self, instance):
        kept(instance, 1, **{"Lead": 5, backlog.HERE: 12})

        found = backlog.of(instance)

        assert found.there[-1] == 5
        assert found.here[-1] == 12
        assert [each.object for each in found.objects] == ["Lead"]
