from __future__ import annotations

import datetime

import pytest

from apps.connections import clients
from apps.mapping import catalogue, ledger, lock, remap
from apps.mapping.errors import CountDiffers, FixedMapping
from apps.mapping.models import CatalogueField, Mapping
from apps.marketing import database
from apps.sync import cycles, keeping, late_fields, rounds
from apps.sync.models import Backfill, Cycle
from tests.sync.conftest import to_the_end


@pytest.fixture
def synced(connected):
    """With its fields discovered, those of the default created, and the initial sync through."""
    catalogue.describe(connected, clients.open(connected))
    shown = ledger.preview(connected)
    ledger.accept(connected, shown.count, shown.hash, None)
    lock.lock(connected)
    to_the_end(connected)
    cycles.run(connected, hurry=True)
    return connected


@pytest.fixture
def website(synced):
    return (
        CatalogueField.objects.of(synced).select_related("object").get(object__name="Lead", name="Linkedin_Profile__c")
    )


def add(instance, *fields):
    shown = remap.preview_addition(instance, fields)
    return remap.add(instance, fields, shown.count, shown.hash, None, statement="Create it")


def values(instance, column, object_name="Lead"):
    statement = f"SELECT sfdc_id, {column} FROM person WHERE sfdc_type = %s"
    with database.connect(instance) as connection:
        return dict(connection.execute(statement, [object_name]).fetchall())


def there(org, source, object_name="Lead"):
    soql = f"SELECT Id, {source} FROM {object_name}"
    return {record["Id"]: record[source] for record in org.colleague.query_all(soql)}


def until_ended(instance):
    for _cycle in range(20):
        while cycles.run(instance, hurry=True) is not None:
            continue
        if not Backfill.objects.of(instance).filter(ended_at=None).exists():
            return
    raise AssertionError("the backfill did not come to its end")


class TestAFieldThatIsAddedLate:
    def test_is_created_by_its_own_ledger_and_filled_with_what_is_there(self, synced, org, website):
        accepted = add(synced, website)
        assert accepted.count == 1

        (asked,) = late_fields.ask(synced, {"Lead": ["Linkedin_Profile__c"]}, by=None)
        until_ended(synced)

        asked.refresh_from_db()
        column = Mapping.objects.of(synced).get(object="Lead", source="Linkedin_Profile__c").field.name
        assert values(synced, column) == there(org, "Linkedin_Profile__c")
        assert any(values(synced, column).values())
        assert 0 < asked.updated <= sum(value is not None for value in there(org, "Linkedin_Profile__c").values())
        assert 0 < asked.calls <= late_fields.price({"Lead": len(there(org, "Linkedin_Profile__c"))})

    def test_costs_nothing_where_the_number_is_not_typed(self, synced, website):
        shown = remap.preview_addition(synced, [website])

        with pytest.raises(CountDiffers):
            remap.add(synced, [website], 7, shown.hash, None, statement="Create it")

        assert not Mapping.objects.of(synced).filter(source="Linkedin_Profile__c").exists()

    def test_leaves_newer_records_to_the_cycles(self, synced, org, website):
        add(synced, website)
        late_fields.ask(synced, {"Lead": ["Linkedin_Profile__c"]}, by=None)
        (lead,) = org.ids("Lead", 1)
        org.change("Lead", [lead], Linkedin_Profile__c="https://newest.example")

        until_ended(synced)

        column = Mapping.objects.of(synced).get(object="Lead", source="Linkedin_Profile__c").field.name
        assert values(synced, column)[lead] == "https://newest.example"

    def test_comes_to_its_end_though_the_field_rests_meanwhile(self, synced, website):
        add(synced, website)
        (asked,) = late_fields.ask(synced, {"Lead": ["Linkedin_Profile__c"]}, by=None)
        remap.rest(synced, Mapping.objects.of(synced).get(object="Lead", source="Linkedin_Profile__c"), by=None)

        until_ended(synced)

        asked.refresh_from_db()
        assert asked.updated == 0

    def test_goes_on_after_a_cycle_that_died(self, synced, org, website):
        add(synced, website)
        late_fields.ask(synced, {"Lead": ["Linkedin_Profile__c"]}, by=None)
        cycles.run(synced, hurry=True)
        Cycle.objects.of(synced).filter(ended_at=None).update(ended_at=datetime.datetime.now(datetime.UTC))

        until_ended(synced)

        column = Mapping.objects.of(synced).get(object="Lead", source="Linkedin_Profile__c").field.name
        assert values(synced, column) == there(org, "Linkedin_Profile__c")

    def test_does_not_confuse_a_job_that_was_asked_for_before_it(self, synced, org, website):
        ids = org.ids("Account", 600)
        org.change("Account", ids, Phone="+49 30 7")
        org.trainer("POST", "faults", {"kind": "slow-job", "seconds": 2})
        few, rounds.FEW = rounds.FEW, 100
        chunk, rounds.CHUNK = rounds.CHUNK, 0
        try:
            cycles.run(synced, hurry=True)
            assert job_of(synced, "Account")
            rounds.CHUNK = chunk
            remap.rest(synced, Mapping.objects.of(synced).get(object="Account", source="Website"), by=None)
            for _turn in range(200):
                if cycles.run(synced, hurry=True) is None:
                    break
        finally:
            rounds.FEW, rounds.CHUNK = few, chunk

        assert Cycle.objects.of(synced).first().status == "succeeded"
        assert job_of(synced, "Account") is None


def job_of(instance, object_name):
    statement = "SELECT job_id FROM sync_checkpoint WHERE object = %s AND purpose = 'cycle'"
    with database.connect(instance) as connection:
        (job_id,) = connection.execute(statement, [object_name]).fetchone()
    return job_id


class TestAColumnThatIsFedAnew:
    @pytest.fixture
    def moved(self, synced, website):
        add(synced, website)
        late_fields.ask(synced, {"Lead": ["Linkedin_Profile__c"]}, by=None)
        until_ended(synced)
        mapping = Mapping.objects.of(synced).select_related("field").get(object="Lead", source="Linkedin_Profile__c")
        source = CatalogueField.objects.of(synced).get(object__name="Lead", name="Preferred_Language__c")
        return remap.preview_move(mapping, source)

    def test_takes_the_other_field_and_keeps_the_old_values(self, synced, org, moved):
        column = moved.mapping.field.name
        before = {key: value for key, value in values(synced, column).items() if value}

        number = keeping.keep(synced, "person_lead", "person", column, "Lead.Linkedin_Profile__c")
        remap.move(synced, moved, by=None, statement="Feed it anew")
        late_fields.ask(synced, {"Lead": ["Preferred_Language__c"]}, by=None)
        until_ended(synced)

        assert moved.fits
        assert values(synced, column) == there(org, "Preferred_Language__c")
        assert number == len(before)
        assert {row[0]: row[1] for row in keeping.every(synced, "person", column)} == before

    def test_can_be_given_back(self, synced, org, moved):
        remap.move(synced, moved, by=None, statement="Feed it anew")
        mapping = Mapping.objects.of(synced).select_related("field").get(object="Lead", source="Preferred_Language__c")
        website = CatalogueField.objects.of(synced).get(object__name="Lead", name="Linkedin_Profile__c")
        back = remap.preview_move(mapping, website)

        remap.move(synced, back, by=None, statement="And back")
        late_fields.ask(synced, {"Lead": ["Linkedin_Profile__c"]}, by=None)
        until_ended(synced)

        assert values(synced, moved.mapping.field.name) == there(org, "Linkedin_Profile__c")

    def test_is_no_standard_one(self, synced):
        mapping = Mapping.objects.of(synced).filter(is_standard=True).select_related("field").first()
        source = CatalogueField.objects.of(synced).get(object__name="Lead", name="Preferred_Language__c")

        with pytest.raises(FixedMapping):
            remap.preview_move(mapping, source)


class TestAFieldThatRests:
    def test_is_read_no_longer_and_later_again(self, synced, org, website):
        add(synced, website)
        mapping = Mapping.objects.of(synced).select_related("field").get(object="Lead", source="Linkedin_Profile__c")
        (lead,) = org.ids("Lead", 1)

        assert remap.rest(synced, mapping, by=None)
        assert not remap.rest(synced, mapping, by=None)
        org.change("Lead", [lead], Linkedin_Profile__c="https://unread.example")
        cycles.run(synced, hurry=True)
        unread = values(synced, mapping.field.name)[lead]
        assert remap.wake(synced, mapping, by=None)
        late_fields.ask(synced, {"Lead": ["Linkedin_Profile__c"]}, by=None)
        until_ended(synced)

        assert unread != "https://unread.example"
        assert values(synced, mapping.field.name)[lead] == "https://unread.example"
        assert ledger.preview(synced).plan.is_empty
