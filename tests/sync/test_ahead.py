from __future__ import annotations

import pytest

from apps.marketing import database
from apps.sync import session
from tests.sync.conftest import to_the_end
from tests.sync.test_initial import PausesAfter, Pausing, here, there

OLDER = "UPDATE person_lead SET name = 'Old', system_modstamp = system_modstamp - interval '1 day'"
GONE = "DELETE FROM person_lead WHERE sfdc_id IN (SELECT sfdc_id FROM person_lead ORDER BY sfdc_id OFFSET 1700 LIMIT 5)"
NEWER = """
    UPDATE person_lead SET name = 'Newer here', system_modstamp = system_modstamp + interval '2 days'
    WHERE sfdc_id = (SELECT min(sfdc_id) FROM person_lead)
"""
AGAIN = """
    UPDATE sync_checkpoint
    SET job_id = NULL, locator = NULL, way = '', is_done = false, pages = 0, rows = 0, kept = 0, page_size = 1000
    WHERE object = 'Lead' AND purpose = 'initial'
"""


@pytest.fixture
def filled(connected):
    """The leads are here in an older version, but for five, and are to be read again in three pages."""
    to_the_end(connected)
    with database.connect(connected) as connection:
        for statement in (OLDER, GONE, NEWER, AGAIN):
            connection.execute(statement)
    return connected


def asked(instance, question):
    with database.connect(instance) as connection:
        return connection.execute(question).fetchone()


class TestPagesIntoAFilledTable:
    def test_leave_the_newer_version_of_each_record(self, filled):
        to_the_end(filled)

        assert here(filled) == there(filled)
        assert asked(filled, "SELECT name, count(*) FROM person_lead WHERE name LIKE '%er here' GROUP BY name") == (
            "Newer here",
            1,
        )
        assert asked(filled, "SELECT count(*) FROM person_lead WHERE name = 'Old'") == (0,)

    def test_are_counted_each_once_and_in_their_order(self, filled):
        to_the_end(filled)

        assert asked(
            filled,
            "SELECT pages, rows, is_done FROM sync_checkpoint WHERE object = 'Lead' AND purpose = 'initial'",
        ) == (3, here(filled)["Lead"], True)

    def test_that_arrived_ahead_are_dropped_by_a_pause(self, filled):
        with pytest.raises(Pausing):
            to_the_end(filled, PausesAfter(1))

        assert asked(filled, "SELECT pages FROM sync_checkpoint WHERE object = 'Lead' AND purpose = 'initial'") == (1,)
        assert asked(filled, "SELECT count(*) > 1600 FROM person_lead WHERE name = 'Old'") == (True,)

    def test_go_on_after_the_pause(self, filled):
        with pytest.raises(Pausing):
            to_the_end(filled, PausesAfter(1))

        to_the_end(filled)

        assert here(filled) == there(filled)
        assert asked(filled, "SELECT count(*) FROM person_lead WHERE name = 'Old'") == (0,)


class TestTheSecondSession:
    def test_of_a_stalled_worker_is_ended_though_its_first_is_gone(self, filled):
        stalled = session.beside(filled)
        connection = stalled.__enter__()
        connection.execute("BEGIN")
        connection.execute("UPDATE sync_checkpoint SET locator = 'stalled' WHERE object = 'Lead'")

        to_the_end(filled)

        assert here(filled) == there(filled)
        with pytest.raises(Exception, match="terminat"):
            connection.execute("COMMIT")


class TestWhoeverChangesTheColumns:
    def test_waits_for_a_page_and_no_page_waits_for_him(self, filled):
        class AddsAColumn(PausesAfter):
            def saved(self, done, total):
                super().saved(done, total)
                with database.connect(filled) as connection:
                    connection.execute("SET lock_timeout = '50ms'")
                    with pytest.raises(Exception, match="lock timeout"):
                        connection.execute("ALTER TABLE person ADD COLUMN late text")

        with pytest.raises(Pausing):
            to_the_end(filled, AddsAColumn(1))

        with database.connect(filled) as connection:
            connection.execute("ALTER TABLE person ADD COLUMN late text")
        to_the_end(filled)
        assert here(filled) == there(filled)
