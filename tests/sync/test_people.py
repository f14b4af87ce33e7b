"""Who is a person after a sync: converted leads and person accounts are one each."""

from __future__ import annotations

from collections import Counter

import pytest
import requests

from apps.mapping import joining
from apps.mapping.models import DuplicatePreview, Mapping
from apps.marketing import database, fields, people, twins
from apps.marketing.models import Field
from apps.marketing.receipts import NewField
from apps.marketing.types import ColumnType
from apps.sync import cycles
from tests.sync.conftest import PlayedOrg, sign_in, to_the_end

JOINED = "SELECT count(*) FROM person_lead AS l JOIN person_contact AS c ON c.sfdc_id = l.converted_contact_id"


@pytest.fixture
def person_accounts(instance, filled_org, settings):
    """An org in which one contact in five is a person account, all of it here."""
    settings.PRACTICE_ORG_URL = filled_org.url
    wish = {"persona": "person-accounts", "records": 300}
    facts = requests.post(f"{filled_org.url}/practice/orgs", json=wish, timeout=60).json()
    org = PlayedOrg(filled_org.url, facts)
    to_the_end(sign_in(instance, org))
    return org


def number(instance, statement, *values):
    with database.connect(instance) as connection:
        ((found,),) = connection.execute(statement, values or None).fetchall()
    return found


class TestAConvertedLead:
    def test_joins_its_contact_from_the_initial_sync_on(self, connected):
        to_the_end(connected)

        counted = people.tally(connected)
        joined = number(connected, JOINED)
        assert joined > 0
        assert counted["all"] == number(connected, "SELECT count(*) FROM person") - joined
        assert counted["lead"] == number(connected, "SELECT count(*) FROM person_lead") - joined

    def test_joins_its_contact_in_the_cycle_after_the_conversion(self, connected, org):
        lead = org.create("Lead", LastName="Turncoat", Company="Turn & Sons")
        to_the_end(connected)
        before = people.tally(connected)
        made = org.trainer("POST", f"records/Lead/{lead}/convert", {})

        cycles.run(connected, hurry=True)

        (found,) = people.search(connected, lead).people
        person = people.one(connected, lead)
        assert found["sfdc_id"] == made["ContactId"]
        assert person.record["sfdc_id"] == made["ContactId"]
        assert [each["sfdc_id"] for each in person.leads] == [lead]
        assert people.tally(connected)["all"] == before["all"]


class TestAPersonAccount:
    def test_is_one_person_and_one_company(self, instance, person_accounts):
        query = "SELECT Id, PersonContactId FROM Account WHERE IsPersonAccount = true"
        accounts = person_accounts.colleague.query(query)["records"]

        for account in accounts[:5]:
            person = people.one(instance, account["PersonContactId"])
            assert person.company["sfdc_id"] == account["Id"]
            assert number(instance, "SELECT count(*) FROM company WHERE sfdc_id = %s", account["Id"]) == 1
            assert number(instance, "SELECT count(*) FROM person WHERE sfdc_account_id = %s", account["Id"]) == 1
        assert accounts


class TestSharedAddress:
    """The rule of step 11, at the end of the initial sync and in cycles."""

    @pytest.fixture
    def email_chosen(self, connected):
        fields.create(
            connected,
            [NewField("person", "email_address", "E-mail", ColumnType.TEXT)],
            statement="",
            accepted_by=None,
        )
        field = Field.objects.of(connected).get()
        for name in joining.OBJECTS:
            Mapping.objects.create(instance=connected, object=name, source="Email", field=field)
        return connected

    def shared(self, instance):
        """Records too many, counted one by one."""
        statement = (
            "SELECT lower(p.email_address) FROM person AS p"
            " LEFT JOIN person_contact AS c ON p.is_converted AND c.sfdc_id = p.converted_contact_id"
            " WHERE c.sfdc_id IS NULL AND p.is_deleted IS NOT TRUE AND p.email_address <> ''"
        )
        with database.connect(instance) as connection:
            counted = Counter(address for (address,) in connection.execute(statement))
        return sum(found - 1 for found in counted.values() if found <= twins.SHARED_MAILBOX)

    def test_makes_as_many_people_fewer_as_records_repeat_an_address(self, email_chosen):
        DuplicatePreview.objects.create(instance=email_chosen, joining="contact")

        to_the_end(email_chosen)

        joined = number(email_chosen, "SELECT count(*) FROM person_twin WHERE joined_to IS NOT NULL")
        assert joined == self.shared(email_chosen) > 0

    def test_joins_who_arrives_in_a_cycle(self, email_chosen, org):
        DuplicatePreview.objects.create(instance=email_chosen, joining="contact")
        org.create("Contact", LastName="Berg", Email="berg@twin.example")
        to_the_end(email_chosen)
        before = people.tally(email_chosen)["all"]
        lead = org.create("Lead", LastName="Berg", Company="Berg", Email="BERG@twin.example")

        cycles.run(email_chosen, hurry=True)

        assert people.tally(email_chosen)["all"] == before
        assert people.one(email_chosen, lead).record["sfdc_type"] == "Contact"

    def test_leaves_everybody_a_person_where_nobody_chose_a_rule(self, email_chosen):
        to_the_end(email_chosen)

        assert number(email_chosen, "SELECT count(*) FROM person_twin") == 0
