from __future__ import annotations

import datetime
import time

import pytest
import time_machine

from apps.mapping import duplicates
from apps.mapping.models import DuplicatePreview
from apps.marketing import database
from tests.mapping.conftest import to_the_end

LEAD = {"LastName": "Twice", "Company": "Twice Limited", "Status": "Open - Not Contacted"}


@pytest.fixture
def counted(connected, client):
    run(connected, client)
    return connected


def run(instance, client):
    def advance():
        standing = duplicates.advance(instance, client)
        time.sleep(min(standing.wait, 0.1))
        return standing

    return to_the_end(advance)


def rules(instance):
    return {rule["rule"]: rule for rule in DuplicatePreview.objects.of(instance).get().rules}


def emails(client, object_name, where="Email != null"):
    return [record["Email"].lower() for record in client.query_all(f"SELECT Email FROM {object_name} WHERE {where}")]


class TestAdvance:
    def test_counts_people_too_many_as_salesforce_itself_would(self, counted, client):
        leads = emails(client, "Lead", "Email != null AND IsConverted = false")
        contacts = emails(client, "Contact")

        found = rules(counted)

        assert found["lead"]["twice"] == len(leads) - len(set(leads))
        assert found["contact"]["twice"] == len(contacts) - len(set(contacts))
        assert found["between"]["addresses"] == len(set(leads) & set(contacts))
        assert duplicates.twice(counted) == len(leads) + len(contacts) - len({*leads, *contacts})

    def test_sees_a_lead_that_was_added_with_the_address_of_a_contact(self, counted, client):
        before = duplicates.twice(counted)
        taken = emails(client, "Contact")[0]
        client.post("sobjects/Lead", {**LEAD, "Email": f" {taken.upper()} ".strip()})

        run(counted, client)

        assert duplicates.twice(counted) == before + 1

    def test_never_counts_a_converted_lead(self, counted, client):
        converted = client.count("Lead", "IsConverted = true AND Email != null")
        everybody = client.count("Lead", "Email != null") + client.count("Contact", "Email != null")

        assert DuplicatePreview.objects.of(counted).get().people == everybody - converted

    def test_deletes_the_addresses_as_soon_as_they_are_counted(self, counted):
        with database.connect(counted) as connection:
            assert connection.execute("SELECT to_regclass('duplicate_email')").fetchone() == (None,)

    def test_keeps_record_ids_as_samples_and_no_address(self, counted):
        preview = DuplicatePreview.objects.of(counted).get()

        assert "@" not in str(preview.rules)

    def test_reads_a_page_again_after_a_crash_without_counting_it_twice(self, connected, client):
        while duplicates.advance(connected, client).read == 0:
            time.sleep(0.05)
        DuplicatePreview.objects.of(connected).update(checkpoint={})

        run(connected, client)

        everybody = [*emails(client, "Lead", "Email != null AND IsConverted = false"), *emails(client, "Contact")]
        assert DuplicatePreview.objects.of(connected).get().people == len(everybody)


class TestForgetOld:
    def test_lets_samples_go_after_seven_days_and_keeps_the_counts(self, counted, client):
        taken = emails(client, "Contact")[0]
        client.post("sobjects/Lead", {**LEAD, "Email": taken})
        run(counted, client)
        twice = duplicates.twice(counted)

        with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=8)):
            duplicates.forget_old()

        assert [rule["samples"] for rule in rules(counted).values()] == [[], [], []]
        assert duplicates.twice(counted) == twice > 0

    def test_keeps_what_is_younger(self, counted):
        assert duplicates.forget_old() == 0
