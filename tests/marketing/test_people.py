from __future__ import annotations

import pytest

from apps.marketing import database, fields, people
from apps.marketing.receipts import NewField
from apps.marketing.types import ColumnType
from tests import makers

LEAD, CONTACT, ACCOUNT = "00Q000000000001AAA", "003000000000001AAA", "001000000000001AAA"


@pytest.fixture
def instance(db, placement):
    made = makers.instance()
    named = [("person", "email_address"), ("person", "company_name"), ("company", "company_name")]
    chosen = [NewField(kind, name, name, ColumnType.TEXT) for kind, name in named]
    fields.create(made, chosen, statement="", accepted_by=None)
    return made


@pytest.fixture
def filled(instance):
    with database.connect(instance) as connection:
        connection.execute(f"INSERT INTO company (sfdc_id, company_name) VALUES ('{ACCOUNT}', 'Nordvik Marine')")
        connection.execute(
            "INSERT INTO person_lead (sfdc_id, name, email_address, company_name)"
            f" VALUES ('{LEAD}', 'Lena Ray', 'lena@ray.example', 'Ray Optics 100%')"
        )
        connection.execute(
            "INSERT INTO person_contact (sfdc_id, name, email_address, sfdc_account_id)"
            f" VALUES ('{CONTACT}', 'Ingrid Solberg', 'Ingrid@Nordvik.example', '{ACCOUNT}')"
        )
        connection.execute("INSERT INTO opportunity (sfdc_id) VALUES ('006A'), ('006B')")
        connection.execute(
            "INSERT INTO opportunity_role (sfdc_id, opportunity_id, contact_id, role)"
            f" VALUES ('00K', '006A', '{CONTACT}', 'Evaluator')"
        )
        connection.execute("INSERT INTO campaign (sfdc_id, name) VALUES ('701', 'Spring fair')")
        connection.execute(
            "INSERT INTO campaign_member (sfdc_id, campaign_id, lead_id, status)"
            f" VALUES ('00v', '701', '{LEAD}', 'Sent')"
        )
        connection.execute(f"INSERT INTO activity_task (sfdc_id, who_id, subject) VALUES ('00T', '{LEAD}', 'Call')")
    return instance


@pytest.fixture
def converted(filled):
    """Lena Ray, the lead, became Ingrid Solberg, the contact; another became a contact that is not here."""
    with database.connect(filled) as connection:
        connection.execute(
            "UPDATE person_lead SET is_converted = true, converted_date = '2026-03-01', converted_contact_id = %s",
            [CONTACT],
        )
        connection.execute(
            "INSERT INTO person_lead (sfdc_id, name, is_converted, converted_contact_id)"
            " VALUES ('00Q000000000002AAA', 'Lone Lead', true, '003000000000002AAA')"
        )
        connection.execute(
            "INSERT INTO campaign_member (sfdc_id, campaign_id, contact_id, status) VALUES ('00w', '701', %s, 'Came')",
            [CONTACT],
        )
    return filled


def names(page):
    return [person["name"] for person in page.people]


class TestSearch:
    def test_lists_everybody_in_the_order_of_the_key(self, filled):
        assert names(people.search(filled)) == ["Ingrid Solberg", "Lena Ray"]

    def test_goes_on_where_the_page_before_ended(self, filled):
        first = people.search(filled, size=1)

        second = people.search(filled, size=1, after=first.after)

        assert (names(first), names(second), second.after) == (["Ingrid Solberg"], ["Lena Ray"], None)

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("solberg", ["Ingrid Solberg"]),
            ("ingrid@nord", ["Ingrid Solberg"]),
            ("nordvik", ["Ingrid Solberg"]),
            ("Ray Optics", ["Lena Ray"]),
            (LEAD, ["Lena Ray"]),
            (CONTACT[:15], ["Ingrid Solberg"]),
            ("100%", ["Lena Ray"]),
            ("5%", []),
            ("nobody", []),
        ],
    )
    def test_finds_by_name_email_company_and_salesforce_id(self, filled, words, found):
        assert names(people.search(filled, words)) == found

    def test_finds_nobody_before_there_is_a_database(self, db, placement):
        assert people.search(makers.instance(), "anybody").people == []

    def test_works_with_the_fixed_columns_alone(self, db, placement):
        bare = makers.instance()
        fields.create(bare, [], statement="", accepted_by=None)

        assert people.search(bare, "anybody@x.example").people == []


class TestOne:
    def test_shows_a_contact_with_company_and_opportunities_by_role(self, filled):
        person = people.one(filled, CONTACT)

        assert person.record["name"] == "Ingrid Solberg"
        assert person.company["company_name"] == "Nordvik Marine"
        assert [(each["sfdc_id"], each["role"]) for each in person.opportunities] == [("006A", "Evaluator")]

    def test_shows_a_lead_with_campaigns_and_activities(self, filled):
        person = people.one(filled, LEAD)

        assert person.company is None
        assert [(each["name"], each["member_status"]) for each in person.campaigns] == [("Spring fair", "Sent")]
        assert [each["subject"] for each in person.activities] == ["Call"]

    def test_is_nobody_for_an_unknown_id(self, filled):
        assert people.one(filled, "00Q000000000009AAA") is None


class TestAConvertedLead:
    def test_is_no_person_beside_its_contact(self, converted):
        assert names(people.search(converted)) == ["Ingrid Solberg", "Lone Lead"]
        assert names(people.search(converted, show="lead")) == ["Lone Lead"]

    def test_is_counted_with_its_contact(self, converted):
        assert people.tally(converted) == {"all": 2, "lead": 1, "contact": 1, "deleted": 0, "review": 0}

    @pytest.mark.parametrize("words", ["lena ray", "lena@ray", "Ray Optics", LEAD, LEAD[:15], CONTACT])
    def test_finds_its_contact(self, converted, words):
        assert names(people.search(converted, words)) == ["Ingrid Solberg"]

    def test_shows_its_contact_with_all_that_belongs_to_both(self, converted):
        person = people.one(converted, LEAD)

        assert person.record["sfdc_id"] == CONTACT
        assert [lead["name"] for lead in person.leads] == ["Lena Ray"]
        assert {each["member_status"] for each in person.campaigns} == {"Sent", "Came"}
        assert [each["subject"] for each in person.activities] == ["Call"]

    def test_keeps_its_record(self, converted):
        with database.connect(converted) as connection:
            assert connection.execute("SELECT count(*) FROM person WHERE is_converted").fetchone() == (2,)

    def test_stays_a_person_while_its_contact_is_not_here(self, converted):
        assert people.one(converted, "00Q000000000002AAA").record["name"] == "Lone Lead"
