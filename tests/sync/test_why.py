from __future__ import annotations

import pytest

from apps.mapping.models import CatalogueObject
from apps.marketing import database
from apps.sync import cycles, why
from tests.sync.conftest import to_the_end


@pytest.fixture
def synced(connected):
    to_the_end(connected)
    cycles.run(connected, hurry=True)
    return connected


def verdict(instance, question):
    (finding,) = why.ask(instance, question).findings
    return finding.verdict


def run(instance, statement, *values):
    with database.connect(instance) as connection:
        connection.execute(statement, values)


class TestAMissedRecord:
    def test_is_here_after_all(self, synced, org):
        (lead,) = org.ids("Lead", 1)

        answer = why.ask(synced, lead[:15])

        assert [finding.verdict for finding in answer.findings] == ["here"]
        assert answer.findings[0].record_id == lead
        assert answer.calls == 1

    def test_is_found_by_the_e_mail_address_among_leads_and_contacts(self, synced, org):
        born = {org.create(name, LastName="O'Hara", Email="o'hara@halden.example", **more) for name, more in TWO}

        found = why.ask(synced, "o'hara@halden.example").findings

        assert {finding.record_id for finding in found} == born
        assert {finding.verdict for finding in found} == {"not_reached"}

    def test_changed_since_the_last_look(self, synced, org):
        (lead,) = org.ids("Lead", 1)
        org.change("Lead", [lead], LastName="Newest")

        assert verdict(synced, lead) == "not_reached"

    def test_waits_for_the_initial_sync(self, connected, org):
        assert verdict(connected, org.ids("Contact", 1)[0]) == "initial"

    def test_was_deleted(self, synced, org):
        (lead,) = org.ids("Lead", 1)
        org.delete("Lead", lead)

        assert verdict(synced, lead) == "deleted"

    def test_is_shown_to_nobody(self, synced):
        assert verdict(synced, "00Q000000000000AAA") == "not_shown"

    def test_is_of_no_object_that_is_synced(self, synced):
        assert why.ask(synced, "00e000000000001AAA").calls == 0
        assert verdict(synced, "00e000000000001AAA") == "not_synced"

    def test_is_of_an_object_that_the_sync_user_may_not_see(self, synced):
        CatalogueObject.objects.create(instance=synced, name="Campaign", label="Campaign", is_visible=False)

        assert verdict(synced, "701000000000001AAA") == "hidden"

    def test_is_here_without_a_value(self, synced, org):
        (lead,) = org.ids("Lead", 1)
        run(synced, REFUSED, lead, False)

        (finding,) = why.ask(synced, lead).findings

        assert finding.verdict == "values"
        assert [error.field for error in finding.errors] == ["Birthday__c"]

    def test_is_held_back_by_a_row_error(self, synced, org):
        (lead,) = org.ids("Lead", 1)
        run(synced, "DELETE FROM person WHERE sfdc_id = %s", lead)
        run(synced, REFUSED, lead, True)

        assert verdict(synced, lead) == "refused"

    def test_should_be_here(self, synced, org):
        (lead,) = org.ids("Lead", 1)
        run(synced, "DELETE FROM person WHERE sfdc_id = %s", lead)
        run(synced, "UPDATE sync_checkpoint SET watermark = now() + interval '1 hour' WHERE purpose = 'cycle'")

        assert verdict(synced, lead) == "puzzling"


REFUSED = """
    INSERT INTO sync_row_error (object, record_id, field, value, code, reason, is_refused)
    VALUES ('Lead', %s, 'Birthday__c', 'soon', '22007', 'invalid input syntax for type date', %s)
"""
TWO = [("Lead", {"Company": "Halden"}), ("Contact", {})]
