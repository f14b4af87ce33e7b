from __future__ import annotations

import pytest

from apps.marketing import database
from apps.sync import asking, cycles, row_errors
from apps.timeline.models import Event
from tests.sync.conftest import to_the_end


@pytest.fixture
def synced(connected):
    to_the_end(connected)
    cycles.run(connected, hurry=True)
    return connected


def run(instance, statement, *values):
    with database.connect(instance) as connection:
        return connection.execute(statement, values)


def names(instance):
    with database.connect(instance) as connection:
        return dict(connection.execute("SELECT sfdc_id, name FROM person WHERE name IS NOT NULL").fetchall())


def errors_left(instance):
    with database.connect(instance) as connection:
        return row_errors.number(connection)


class TestReadingAgain:
    def test_brings_single_records_that_no_change_would_bring(self, synced, org):
        first, second = org.ids("Lead", 2)
        before = names(synced)
        run(synced, "DELETE FROM person WHERE sfdc_id = %s", first)
        run(synced, "UPDATE person SET name = NULL WHERE sfdc_id = %s", second)

        asked = asking.records(synced, [("Lead", first), ("Lead", second)], by=None)
        cycles.run(synced, hurry=True)

        assert asked == 2
        assert names(synced) == before

    def test_takes_all_records_of_a_cause_and_judges_them_anew(self, synced, org):
        leads = org.ids("Lead", 300)
        for lead in leads:
            run(synced, REFUSED, "Lead", lead, "Birthday__c")
        run(synced, REFUSED, "Contact", org.ids("Contact", 1)[0], "Birthdate")

        asked = asking.rejected(synced, "Lead", "Birthday__c", "22007", by=None)
        cycles.run(synced, hurry=True)

        assert asked == 300
        assert errors_left(synced) == 1

    def test_leaves_a_record_that_salesforce_no_longer_shows(self, synced):
        run(synced, REFUSED, "Lead", "00Q000000000000AAA", "Birthday__c")

        asking.rejected(synced, by=None)
        cycles.run(synced, hurry=True)

        assert errors_left(synced) == 1
        assert run(synced, "SELECT 1 FROM sync_again").rowcount == 0

    def test_is_asked_once_however_often_somebody_presses(self, synced, org):
        (lead,) = org.ids("Lead", 1)

        pressed = [asking.records(synced, [("Lead", lead)], by=None) for _press in range(2)]

        assert pressed == [1, 0]
        assert Event.objects.of(synced).filter(kind="sync.read_again").count() == 1


REFUSED = """
    INSERT INTO sync_row_error (object, record_id, field, value, code, reason)
    VALUES (%s, %s, %s, 'soon', '22007', 'invalid input syntax for type date')
"""
