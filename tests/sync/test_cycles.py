from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from apps.connections import clients
from apps.connections.models import Connection
from apps.mapping import catalogue
from apps.marketing import database
from apps.salesforce import bulk
from apps.sync import changes, cycles, headline, lease, plan, rounds, switches
from apps.sync.models import Cycle, Operation, SyncState
from apps.timeline.models import Event
from tests.sync.conftest import forget_the_last_minutes, to_the_end


@pytest.fixture
def synced(connected):
    """The initial sync is through, and the first cycle after it as well."""
    to_the_end(connected)
    cycles.run(connected, hurry=True)
    return connected


def person(instance, record_id):
    with database.connect(instance) as connection:
        return connection.execute("SELECT name, is_deleted FROM person WHERE sfdc_id = %s", [record_id]).fetchone()


def last_cycle(instance):
    return Cycle.objects.of(instance).first()


def job_of(instance):
    """The bulk job by which a cycle reads accounts, the org's clock when it was asked for, and the watermark."""
    statement = "SELECT job_id, ceiling, watermark FROM sync_checkpoint WHERE object = 'Account' AND purpose = 'cycle'"
    with database.connect(instance) as connection:
        return connection.execute(statement).fetchone()


def known_until(instance, name):
    return datetime.datetime.fromisoformat(SyncState.objects.of(instance).get().cursors[name]["updated"])


def shown(instance):
    rows = Operation.objects.of(instance).filter(cycle=last_cycle(instance))
    return {(row.object, row.kind): (row.new, row.updated, row.deleted) for row in rows}


class TestACycle:
    def test_takes_over_what_changed_and_says_so(self, synced, org):
        first, second = org.ids("Lead", 2)
        org.change("Lead", [first], LastName="Changed")
        org.delete("Lead", second)
        born = org.create("Contact", LastName="Newcomer")

        cycles.run(synced, hurry=True)

        assert person(synced, first)[0].endswith("Changed")
        assert person(synced, second)[1] is True
        assert person(synced, born) == ("Newcomer", False)
        assert shown(synced) == {
            ("Lead", "pull_updates"): (0, 1, None),
            ("Lead", "pull_deletes"): (None, None, 1),
            ("Contact", "pull_updates"): (1, 0, None),
        }

    def test_costs_one_call_when_nothing_changed(self, synced):
        forget_the_last_minutes(synced)

        cycles.run(synced, hurry=True)

        assert last_cycle(synced).calls == 1
        assert last_cycle(synced).status == "succeeded"
        assert shown(synced) == {}

    def test_takes_many_changes_by_bulk(self, synced, org):
        ids = org.ids("Account", 500)
        org.change("Account", ids, Phone="+49 30 1")
        state = SyncState.objects.of(synced).get()

        few, changes.FEW, rounds.FEW = changes.FEW, 100, 100
        try:
            while cycles.run(synced, hurry=True) is not None:
                continue
        finally:
            changes.FEW = rounds.FEW = few

        assert last_cycle(synced).status == "succeeded"
        assert ("Account", "pull_updates") in shown(synced)
        assert job_of(synced)[0] is None
        assert known_until(synced, "Account") > state.last_synced_at - datetime.timedelta(minutes=1)

    def test_takes_over_a_job_that_an_earlier_cycle_asked_for(self, synced, org):
        (changed,) = org.ids("Account", 1)
        org.change("Account", [changed], Phone="+49 30 2")
        client, accounts = clients.open(synced), plan.of(synced, "Account")
        job = bulk.create(client, accounts.soql(f"Id = '{changed}'"), deleted=True)
        with database.connect(synced) as connection:
            connection.execute(
                "UPDATE sync_checkpoint SET way = 'bulk', job_id = %s, ceiling = %s"
                " WHERE object = 'Account' AND purpose = 'cycle'",
                [job.id, client.server_time],
            )

        while cycles.run(synced, hurry=True) is not None:
            continue

        job_id, ceiling, watermark = job_of(synced)
        assert job_id is None
        assert watermark == ceiling == client.server_time.replace(microsecond=0)

    def test_does_not_tell_the_overlap_as_news(self, synced, org):
        (changed,) = org.ids("Campaign", 1)
        org.change("Campaign", [changed], Name="Renamed")
        cycles.run(synced, hurry=True)

        cycles.run(synced, hurry=True)

        assert shown(synced) == {}

    def test_takes_over_a_second_change_within_the_same_second(self, synced, org):
        (changed,) = org.ids("Campaign", 1)
        for name in ("Once", "Twice"):
            org.change("Campaign", [changed], Name=name)
            cycles.run(synced, hurry=True)

        with database.connect(synced) as connection:
            found = connection.execute("SELECT name FROM campaign WHERE sfdc_id = %s", [changed]).fetchone()
        assert found == ("Twice",)


class TestItsClaim:
    def test_is_given_to_one_worker(self, synced):
        assert lease.take(synced, hurry=True)
        assert lease.take(synced, hurry=True) is None

    def test_lapses_with_its_worker(self, synced):
        lease.take(synced, hurry=True)
        SyncState.objects.of(synced).update(lease_until=timezone.now() - datetime.timedelta(seconds=1))

        assert lease.take(synced, hurry=True)

    def test_is_named_to_workers_once_a_minute(self, synced):
        SyncState.objects.of(synced).update(next_run_at=timezone.now())

        assert lease.due() == [synced.pk]
        assert lease.due() == []

    def test_waits_for_its_time(self, synced):
        assert cycles.run(synced) is None
        assert Cycle.objects.of(synced).count() == 2

    def test_carries_on_a_cycle_that_a_dead_worker_left(self, synced):
        left = Cycle.objects.create(instance=synced)

        cycles.run(synced, hurry=True)

        left.refresh_from_db()
        assert left.status == "succeeded"


class TestTrouble:
    def test_of_time_s_turn_is_no_failure(self, synced, settings):
        before = headline.of(synced)
        Connection.objects.of(synced).update(instance_url="http://127.0.0.1:9")
        settings.PRACTICE_ORG_URL = "http://127.0.0.1:9"

        cycles.run(synced, hurry=True)

        state = SyncState.objects.of(synced).get()
        assert last_cycle(synced).status == "incomplete"
        assert (headline.of(synced).word, headline.of(synced).at) == ("synced", before.at)
        assert headline.of(synced).sentence
        assert timezone.now() < state.next_run_at < timezone.now() + settings.CYCLE_PAUSE

    def test_that_lasts_is_said_in_the_headline(self, synced, settings):
        SyncState.objects.of(synced).update(failures=cycles.MANY - 1)
        Connection.objects.of(synced).update(instance_url="http://127.0.0.1:9")
        settings.PRACTICE_ORG_URL = "http://127.0.0.1:9"

        cycles.run(synced, hurry=True)

        assert headline.of(synced).word == "failed"

    def test_of_the_customer_s_turn_fails_until_the_next_good_cycle(self, synced):
        Connection.objects.of(synced).update(refused_at=timezone.now(), refused_code="invalid_grant")
        cycles.run(synced, hurry=True)
        failed = headline.of(synced)
        Connection.objects.of(synced).update(refused_at=None, refused_code="")

        cycles.run(synced, hurry=True)

        assert (failed.word, bool(failed.sentence)) == ("failed", True)
        assert Cycle.objects.of(synced)[1].status == "failed"
        assert headline.of(synced).word == "synced"


class TestAFieldThatIsHidden:
    def test_is_left_out_and_said_so_and_the_others_go_on(self, synced, org):
        catalogue.describe(synced, clients.open(synced))
        (campaign,) = org.ids("Campaign", 1)
        org.change("Campaign", [campaign], Name="Without its end")
        org.trainer("POST", "hidden", {"object": "Campaign", "field": "EndDate", "hidden": True})

        try:
            cycles.run(synced, hurry=True)
        finally:
            org.trainer("POST", "hidden", {"object": "Campaign", "field": "EndDate", "hidden": False})

        with database.connect(synced) as connection:
            found = connection.execute("SELECT name FROM campaign WHERE sfdc_id = %s", [campaign]).fetchone()
        assert found == ("Without its end",)
        assert headline.of(synced).word == "synced"
        event = Event.objects.of(synced).filter(kind="sync.drifted").get()
        assert (event.data["object"], event.data["fields"]) == ("Campaign", "EndDate")


class TestSwitches:
    def test_turn_it_off_and_on(self, synced, cast):
        assert switches.disable(synced, by=cast.operator)
        off = headline.of(synced)
        assert cycles.run(synced) is None

        assert switches.enable(synced, by=cast.operator)

        assert (off.word, bool(off.sentence)) == ("synced", True)
        assert cycles.run(synced) is None
        assert Cycle.objects.of(synced).count() == 3

    def test_make_it_due_now(self, synced, cast):
        assert switches.sync_now(synced, by=cast.operator)

        assert lease.due() == [synced.pk]

    def test_start_nothing_before_the_initial_sync(self, instance, cast):
        assert not switches.enable(instance, by=cast.operator)
        assert not switches.sync_now(instance, by=cast.operator)


class TestAnObjectThatIsRefused:
    def test_stops_none_of_the_others(self, synced, org):
        (account,), (lead,) = org.ids("Account", 1), org.ids("Lead", 1)
        org.change("Account", [account], Phone="+49 30 77")
        org.change("Lead", [lead], LastName="Reached")
        org.trainer("POST", "switches", {"denied": {"Account": ["Read"]}})

        try:
            cycles.run(synced, hurry=True)
        finally:
            org.trainer("POST", "switches", {"denied": {}})

        rows = Operation.objects.of(synced).filter(cycle=last_cycle(synced))
        failed = {row.object: row.problem for row in rows if row.status == "failed"}
        assert "Account" in failed
        assert failed["Account"]["data"]["seen"]
        assert person(synced, lead)[0].endswith("Reached")
        assert headline.of(synced).word == "failed"

    def test_catches_up_when_it_is_let_in_again(self, synced, org):
        account, parent = org.ids("Account", 2)
        org.change("Account", [account], ParentId=parent)
        org.trainer("POST", "switches", {"denied": {"Account": ["Read"]}})
        try:
            cycles.run(synced, hurry=True)
        finally:
            org.trainer("POST", "switches", {"denied": {}})

        cycles.run(synced, hurry=True)

        assert headline.of(synced).word == "synced"
        assert shown(synced)["Account", "pull_updates"][1] >= 1
