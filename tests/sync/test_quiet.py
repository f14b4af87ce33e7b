from __future__ import annotations

import datetime
import threading
import time
import uuid

import pytest
from django.db import connection as database
from django.utils import timezone

from apps.connections.models import ApiUsage, Connection
from apps.mapping.models import CatalogueObject
from apps.mapping.objects import OBJECTS
from apps.sync import cycles, lease, quiet, schedule
from apps.sync.models import Cycle, SyncState
from apps.tenants.models import Instance
from tests import makers
from tests.sync.conftest import forget_the_last_minutes, sign_in, to_the_end

MINUTE = datetime.timedelta(minutes=1)


def resting(org, number):
    """Instances that are in step with the org, whose last cycle found nothing, and whose time has come."""
    instances = [makers.instance() for _each in range(number)]
    soon, now = (timezone.now() + 3 * MINUTE).isoformat(), timezone.now()
    for at, each in enumerate(instances):
        sign_in(each, org)
        SyncState.objects.create(
            instance=each,
            word="synced",
            is_enabled=True,
            is_quiet=True,
            finished_at=now,
            looked_at=now,
            next_run_at=now - MINUTE + at * datetime.timedelta(seconds=1),
            cursors={name: {"updated": soon, "deleted": soon} for name in OBJECTS},
        )
    return instances


def cycles_of(instances):
    rows = Cycle.objects.everywhere("of this test").filter(instance__in=instances)
    return sorted(rows.values_list("instance", "status", "calls"))


def state_of(instance):
    return SyncState.objects.of(instance).get()


@pytest.fixture
def together(db, placement, org):
    return resting(org, 3)


class TestALookAtManyOrgs:
    def test_ends_the_cycles_of_all_who_have_no_news(self, together):
        assert quiet.turn() == []

        assert cycles_of(together) == [(each.pk, "succeeded", 1) for each in together]
        for each in together:
            state = state_of(each)
            assert (state.claim, state.lease_until, state.is_quiet) == (None, None, True)
            assert state.last_synced_at > timezone.now() - MINUTE
            assert state.next_run_at > timezone.now() + 4 * MINUTE
            assert ApiUsage.objects.of(each).get().calls == 1

    def test_asks_the_database_no_more_often_for_many(self, org, together, django_assert_num_queries):
        resting(org, 5)

        with django_assert_num_queries(5):  # claim, connections, objects, calls, end
            quiet.turn()

    def test_leaves_those_alone_whose_time_has_not_come(self, together):
        first, second, third = together
        SyncState.objects.of(first).update(next_run_at=timezone.now() + MINUTE)
        SyncState.objects.of(second).update(is_enabled=False)
        SyncState.objects.of(third).update(lease_until=timezone.now() + MINUTE)

        assert quiet.turn() == []

        assert cycles_of(together) == []

    def test_takes_those_first_that_wait_longest(self, together):
        most, quiet.AT_ONCE = quiet.AT_ONCE, 2
        try:
            wanted = quiet.turns()
            quiet.turn()
        finally:
            quiet.AT_ONCE = most

        assert wanted == 2
        assert [each for each, *_rest in cycles_of(together)] == [each.pk for each in together[:2]]

    def test_changes_nothing_once_its_claim_is_lost(self, together):
        claim, states = lease.take_quiet(1)
        SyncState.objects.of(together[0]).update(claim=uuid.uuid4())
        row = Connection.objects.of(together[0]).select_related("instance").get()
        look = quiet._look(states[0], row, list(OBJECTS.values()), timezone.now())

        quiet.end(claim, timezone.now(), {look: look.ask(timezone.now())})

        assert cycles_of(together) == []
        assert state_of(together[0]).claim is not None


class TestACycleOfItsOwn:
    @pytest.mark.parametrize(
        "trouble",
        [
            lambda each: Connection.objects.of(each).update(access_token="ended"),
            lambda each: Connection.objects.of(each).update(refused_at=timezone.now()),
            lambda each: SyncState.objects.of(each).update(word="failed", problem={"code": "any", "turn": "you"}),
            lambda each: SyncState.objects.of(each).update(woken_at=timezone.now()),
            lambda each: SyncState.objects.of(each).update(looked_at=timezone.now() - 25 * 60 * MINUTE),
            lambda each: SyncState.objects.of(each).update(cursors={}),
            lambda each: SyncState.objects.of(each).update(daily_cap=0),
        ],
        ids=["session over", "access refused", "failed", "something waits here", "the night", "new object", "no calls"],
    )
    def test_follows_where_a_look_is_not_enough(self, together, trouble):
        trouble(together[1])

        assert quiet.turn() == [together[1].pk]

        assert [each for each, status, _calls in cycles_of(together) if status == "succeeded"] == [
            together[0].pk,
            together[2].pk,
        ]
        state = state_of(together[1])
        assert (state.claim, state.lease_until, state.is_quiet) == (None, None, False)

    def test_begins_with_the_call_that_found_the_news(self, connected, org):
        to_the_end(connected)
        for _cycle in ("looks into the database", "finds nothing"):
            forget_the_last_minutes(connected)
            cycles.run(connected, hurry=True)
            forget_the_last_minutes(connected)
        was_quiet = state_of(connected).is_quiet
        (changed,) = org.ids("Lead", 1)
        earlier = (timezone.now() - 3 * MINUTE).isoformat()
        cursors = {name: {"updated": earlier, "deleted": earlier} for name in state_of(connected).cursors}
        SyncState.objects.of(connected).update(next_run_at=timezone.now(), cursors=cursors)
        org.change("Lead", [changed], LastName="Changed")

        named = quiet.turn()
        cycles.run(connected)

        assert was_quiet
        assert named == [connected.pk]
        last = Cycle.objects.of(connected).first()
        assert (last.status, last.calls) == ("succeeded", 3)
        assert last.operations.get(object="Lead").updated == 1
        assert not state_of(connected).is_quiet

    def test_is_not_named_by_those_who_name_cycles(self, together):
        SyncState.objects.of(together[0]).update(is_quiet=False)

        assert lease.due() == [together[0].pk]
        assert quiet.turns() == 1

    def test_does_not_see_objects_that_are_hidden(self, together):
        state = state_of(together[0])
        SyncState.objects.of(together[0]).update(cursors={k: v for k, v in state.cursors.items() if k != "Campaign"})
        CatalogueObject.objects.create(instance=together[0], name="Campaign", label="Campaign", is_visible=False)

        assert quiet.turn() == []


@pytest.mark.django_db(transaction=True)
class TestTwoWorkers:
    def test_never_look_at_one_instance_both(self, placement, org):
        instances = resting(org, 60)

        run_beside(*[quiet_until_none_is_due] * 2)

        assert cycles_of(instances) == [(each.pk, "succeeded", 1) for each in instances]

    def test_never_name_one_cycle_both(self, placement, org):
        instances = resting(org, 40)
        SyncState.objects.everywhere("of this test").update(is_quiet=False)
        named = []

        run_beside(*[lambda: named.extend(lease.due())] * 2)

        assert sorted(named) == [each.pk for each in instances]

    def test_do_not_wait_for_the_slowest_org(self, placement, org):
        instances = resting(org, 3)
        org.trainer("POST", "faults", {"kind": "slow", "seconds": 6, "count": 1})

        worker = threading.Thread(target=closing(quiet.turn))
        began = time.monotonic()
        worker.start()
        while len(cycles_of(instances)) < 2:
            assert time.monotonic() - began < 5, "the quick ones wait"
            time.sleep(0.05)
        worker.join()

        assert len(cycles_of(instances)) == 3


def quiet_until_none_is_due():
    while quiet.turns():
        quiet.turn()


def run_beside(*tasks):
    threads = [threading.Thread(target=closing(task)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def closing(task):
    """A thread's own connection ends with it."""

    def run():
        try:
            task()
        finally:
            database.close()

    return run


class TestThousands:
    def test_that_ended_together_drift_apart(self):
        ended = timezone.now()

        begins = [schedule.next_run(SyncState(), Instance(pk=pk), ended) - ended for pk in range(1, 1001)]

        assert min(begins) >= 5 * MINUTE
        assert max(begins) < 5.5 * MINUTE
        assert len({each // datetime.timedelta(seconds=1) for each in begins}) >= 15

    def test_do_not_all_wake_at_one_moment(self):
        ended = datetime.datetime(2026, 3, 1, 3, 0, tzinfo=datetime.UTC)
        night = SyncState(quiet_from=datetime.time(22), quiet_until=datetime.time(6))
        utc = schedule.zone_of("UTC")

        begins = [schedule.next_run(night, Instance(pk=pk), ended, utc) for pk in range(1, 1001)]

        minutes = [sum(each.minute == minute for each in begins) for minute in range(5)]
        assert {each.hour for each in begins} == {6}
        assert all(150 < number < 250 for number in minutes)
