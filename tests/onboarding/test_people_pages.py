"""The people browser: who is in the marketing database, and one person with all that belongs."""

from __future__ import annotations

import pytest

from apps.marketing import database, fields
from apps.marketing.models import Field
from apps.marketing.receipts import NewField
from apps.marketing.types import ColumnType
from tests import makers

LEAD, CONTACT, ACCOUNT = "00Q000000000001AAA", "003000000000001AAA", "001000000000001AAA"
RECORDS = f"""
INSERT INTO company (sfdc_id, company_name) VALUES ('{ACCOUNT}', 'Nordvik Marine');
INSERT INTO sales_user (sfdc_id, name) VALUES ('005', 'Kari Nygård');
INSERT INTO person_lead (sfdc_id, name, email_address, is_deleted)
    VALUES ('{LEAD}', 'Lena Ray', 'lena@ray.example', true);
INSERT INTO person_contact (sfdc_id, name, email_address, score, unsubscribed, sfdc_account_id, owner_id)
    VALUES ('{CONTACT}', 'Ingrid Solberg', 'ingrid@nordvik.example', 1074.0, false, '{ACCOUNT}', '005');
INSERT INTO opportunity (sfdc_id, name, amount) VALUES ('006A', 'Calibration <frame>', 386000);
INSERT INTO opportunity_role (sfdc_id, opportunity_id, contact_id, role) VALUES ('00K', '006A', '{CONTACT}', 'Buyer');
INSERT INTO campaign (sfdc_id, name) VALUES ('701', 'Spring fair');
INSERT INTO campaign_member (sfdc_id, campaign_id, contact_id, status) VALUES ('00v', '701', '{CONTACT}', 'Sent');
INSERT INTO activity_task (sfdc_id, who_id, subject) VALUES ('00T', '{CONTACT}', 'Call about the frame');
"""
FIELDS = [
    NewField("person", "email_address", "Email Address", ColumnType.TEXT),
    NewField("person", "score", "Score", ColumnType.NUMERIC),
    NewField("person", "unsubscribed", "Unsubscribed", ColumnType.BOOLEAN),
    NewField("person", "region", "Region", ColumnType.TEXT),
    NewField("company", "company_name", "Company Name", ColumnType.TEXT),
    NewField("opportunity", "name", "Opportunity Name", ColumnType.TEXT),
    NewField("opportunity", "amount", "Amount", ColumnType.NUMERIC),
]


@pytest.fixture
def filled(cast, placement):
    fields.create(cast.instance, FIELDS, statement="", accepted_by=None)
    with database.connect(cast.instance) as connection:
        connection.execute(RECORDS)
    return cast


@pytest.fixture
def shown(filled):
    browser, base = filled.browser("viewer"), f"/instances/{filled.instance.key}/people/"
    return lambda rest="": browser.get(base + rest).content.decode()


class TestPeoplePage:
    def test_lists_people_with_their_company(self, shown):
        seen = shown()

        assert "Ingrid Solberg" in seen
        assert "Nordvik Marine" in seen

    @pytest.mark.parametrize(
        ("query", "found"), [("?q=nordvik", "Ingrid"), ("?show=lead", "Lena"), ("?show=deleted", "Lena")]
    )
    def test_searches_and_filters(self, shown, query, found):
        seen = shown(query)

        assert {name for name in ("Ingrid", "Lena") if name in seen} == {found}

    def test_says_when_nobody_fits(self, shown):
        assert "Nobody found" in shown("?q=zzz")

    def test_says_what_will_be_here_before_the_first_sync(self, cast, placement):
        seen = cast.browser("viewer").get(f"/instances/{cast.instance.key}/people/").content.decode()

        assert "after step 13" in seen

    def test_pages_by_key(self, filled):
        with database.connect(filled.instance) as connection:
            connection.execute(
                "INSERT INTO person_lead (sfdc_id, name)"
                " SELECT '00Q' || lpad(n::text, 15, '0'), 'Number ' || n FROM generate_series(100, 140) n"
            )
        browser = filled.browser("viewer")

        first = browser.get(f"/instances/{filled.instance.key}/people/")
        second = browser.get(f"/instances/{filled.instance.key}/people/?{first.context['next']}")

        assert len(first.context["people"]) == 25
        assert not {row["sfdc_id"] for row in first.context["people"]} & {
            row["sfdc_id"] for row in second.context["people"]
        }


class TestPersonPage:
    def test_shows_fields_by_their_labels(self, shown):
        seen = shown(f"{CONTACT}/")

        assert "Email Address" in seen
        assert "1,074" in seen
        assert "Region" in seen
        assert "Kari Nygård" in seen

    def test_leaves_hidden_fields_out(self, filled, shown):
        Field.objects.of(filled.instance).filter(name="score").update(is_hidden=True)

        assert "1,074" not in shown(f"{CONTACT}/")

    def test_shows_what_belongs_to_the_person(self, shown):
        seen = shown(f"{CONTACT}/")

        for words in ("Calibration &lt;frame&gt;", "role Buyer", "Spring fair", "Call about the frame"):
            assert words in seen

    def test_links_to_the_record_in_salesforce(self, filled, shown):
        makers.connection(instance=filled.instance, instance_url="https://halden.my.salesforce.com")

        assert f'href="https://halden.my.salesforce.com/{CONTACT}"' in shown(f"{CONTACT}/")

    def test_links_nowhere_while_the_org_is_not_known(self, shown):
        assert "Open in Salesforce" not in shown(f"{CONTACT}/")

    def test_of_a_converted_lead_is_its_contact_s(self, filled):
        with database.connect(filled.instance) as connection:
            connection.execute(
                "UPDATE person_lead SET is_converted = true, converted_date = '2026-03-01', converted_contact_id = %s",
                [CONTACT],
            )
        address = f"/instances/{filled.instance.key}/people/"

        reply = filled.browser("viewer").get(f"{address}{LEAD}/?q=lena", follow=True)

        seen = reply.content.decode()
        assert reply.redirect_chain == [(f"{address}{CONTACT}/?q=lena", 302)]
        for words in ("Was a lead", "Lena Ray", LEAD, "lena@ray.example"):
            assert words in seen

    def test_of_an_unknown_id_is_not_found(self, filled):
        answer = filled.browser("viewer").get(f"/instances/{filled.instance.key}/people/003000000000009AAA/")

        assert answer.status_code == 404
