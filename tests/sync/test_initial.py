from __future__ import annotations

import pytest

from apps.connections import clients
from apps.marketing import database
from apps.sync import counting, headline, initial, plan
from apps.sync.models import Cycle, Operation, SyncState
from tests.sync.conftest import Onlooker, to_the_end


def here(instance):
    with database.connect(instance) as connection:
        return {
            each.name: connection.execute(f"SELECT count(*) FROM {each.object.table}").fetchone()[0]
            for each in plan.all_of(instance)
        }


def there(instance):
    return counting.expected(clients.open(instance), plan.all_of(instance))


def checkpoints(instance):
    with database.connect(instance) as connection:
        return dict(connection.execute("SELECT object, way FROM sync_checkpoint WHERE purpose = 'initial'").fetchall())


class Pausing(Exception):
    pass


class PausesAfter(Onlooker):
    """Somebody presses Pause after so many pages."""

    def __init__(self, pages):
        super().__init__()
        self.pages = pages

    def saved(self, done, total):
        super().saved(done, total)
        if len(self.told) == self.pages:
            raise Pausing


class TestTheInitialSync:
    def test_brings_every_record_that_the_sync_user_sees(self, connected):
        watch = Onlooker()

        turn = to_the_end(connected, watch)

        expected = there(connected)
        assert here(connected) == expected
        assert turn.records == sum(expected.values())
        assert watch.told[-1] == (turn.records, turn.records)

    def test_takes_bulk_for_many_and_rest_for_few_or_what_bulk_refuses(self, connected):
        to_the_end(connected)

        ways = checkpoints(connected)
        assert ways["Lead"] == "bulk"
        assert ways["Contact"] == ways["CampaignMemberStatus"] == "rest"

    def test_asks_little(self, connected):
        to_the_end(connected)

        cycle = Cycle.objects.of(connected).get()
        assert cycle.is_initial
        assert cycle.status == "succeeded"
        assert cycle.calls <= 25

    def test_reads_archived_activities_and_no_deleted_ones(self, connected):
        to_the_end(connected)

        with database.connect(connected) as connection:
            archived = connection.execute("SELECT count(*) FROM activity_task WHERE is_archived").fetchone()[0]
            deleted = connection.execute("SELECT count(*) FROM activity WHERE is_deleted").fetchone()[0]
        assert archived > 0
        assert deleted == 0

    def test_goes_on_from_where_it_was_stopped(self, connected):
        with pytest.raises(Pausing):
            initial.carry_on(connected, PausesAfter(4))
        stopped_at = sum(here(connected).values())

        to_the_end(connected)

        assert 0 < stopped_at < sum(here(connected).values())
        assert here(connected) == there(connected)

    def test_says_what_stays_when_it_is_cancelled(self, connected):
        with pytest.raises(Pausing):
            initial.carry_on(connected, PausesAfter(3))

        stays = initial.cancel(connected)

        assert stays == sum(here(connected).values()) > 0
        assert headline.of(connected).word == "never"
        assert Cycle.objects.of(connected).get().status == "incomplete"

    def test_begins_cycles_when_it_is_through(self, connected):
        to_the_end(connected)

        state = SyncState.objects.of(connected).get()
        assert state.is_enabled
        assert state.next_run_at > state.last_synced_at
        assert headline.of(connected).word == "synced"

    def test_shows_what_each_object_brought(self, connected):
        to_the_end(connected)

        shown = dict(Operation.objects.of(connected).values_list("object", "new"))
        assert shown == here(connected)

    def test_says_that_it_is_in_progress(self, connected):
        with pytest.raises(Pausing):
            initial.carry_on(connected, PausesAfter(2))

        assert headline.of(connected).word == "in_progress"


class TestALostJob:
    def test_is_asked_for_again_and_nothing_is_twice(self, connected):
        with pytest.raises(Pausing):
            initial.carry_on(connected, PausesAfter(1))
        with database.connect(connected) as connection:
            connection.execute("UPDATE sync_checkpoint SET job_id = '7504a0000000000AAA' WHERE object = 'Lead'")
            connection.commit()

        to_the_end(connected)

        assert here(connected) == there(connected)

    def test_does_no_harm_after_half_of_its_pages(self, connected):
        with pytest.raises(Pausing):
            initial.carry_on(connected, PausesAfter(1))
        with database.connect(connected) as connection:
            connection.execute("UPDATE sync_checkpoint SET page_size = 1000 WHERE object = 'Lead'")
            connection.commit()
        with pytest.raises(Pausing):
            initial.carry_on(connected, PausesAfter(4))
        half = here(connected)["Lead"]
        with database.connect(connected) as connection:
            connection.execute("UPDATE sync_checkpoint SET locator = 'bm9uc2Vuc2U' WHERE object = 'Lead'")
            connection.commit()

        to_the_end(connected)

        assert half == 1000
        assert here(connected) == there(connected)


class TestAnotherSession:
    def test_of_a_stalled_worker_is_ended_and_changes_nothing(self, connected):
        with pytest.raises(Pausing):
            initial.carry_on(connected, PausesAfter(2))
        before = sum(here(connected).values())
        stalled = initial.session.open(connected)
        connection = stalled.__enter__()
        connection.execute("BEGIN")
        connection.execute("UPDATE sync_checkpoint SET locator = 'stalled' WHERE object = 'Lead'")

        to_the_end(connected)

        assert before < sum(here(connected).values())
        assert here(connected) == there(connected)
        with pytest.raises(Exception, match="terminat"):
            connection.execute("COMMIT")
