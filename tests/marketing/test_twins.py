from __future__ import annotations

import pytest

from apps.marketing import database, fields, people, twins
from apps.marketing.receipts import NewField
from apps.marketing.twins import Addresses
from apps.marketing.types import ColumnType
from tests import makers

OLD_LEAD, NEW_LEAD, CONTACT, ALONE = (
    "00Q000000000001AAA",
    "00Q000000000002AAA",
    "003000000000001AAA",
    "00Q000000000003AAA",
)
BOTH = Addresses("email_address", "email_address")


@pytest.fixture
def instance(db, placement):
    """Two leads and a contact with one address, and somebody else."""
    made = makers.instance()
    fields.create(
        made, [NewField("person", "email_address", "E-mail", ColumnType.TEXT)], statement="", accepted_by=None
    )
    with database.connect(made) as connection:
        connection.execute(
            "INSERT INTO person_lead (sfdc_id, name, email_address, system_modstamp) VALUES"
            f" ('{OLD_LEAD}', 'Anna B.', 'Anna@berg.example', '2026-01-01'),"
            f" ('{NEW_LEAD}', 'A. Berg', 'anna@berg.example', '2026-03-01'),"
            f" ('{ALONE}', 'Lena Ray', 'lena@ray.example', '2026-03-01')"
        )
        connection.execute(
            "INSERT INTO person_contact (sfdc_id, name, email_address, system_modstamp)"
            f" VALUES ('{CONTACT}', 'Anna Berg', ' anna@berg.example', '2026-02-01')"
        )
        connection.execute(
            "INSERT INTO activity_task (sfdc_id, who_id, subject) VALUES ('00T', %s, 'Call')", [OLD_LEAD]
        )
    return made


def renew(instance, rule, *, ignores_plus=False):
    with database.connect(instance) as connection:
        twins.renew(connection, rule, BOTH, ignores_plus=ignores_plus)


def change(instance, statement, *values):
    with database.connect(instance) as connection:
        connection.execute(statement, values)


def names(instance, words="", **asked):
    return {person["name"] for person in people.search(instance, words, **asked).people}


class TestRenew:
    def test_leaves_everybody_a_person_of_his_own_with_the_rule_both(self, instance):
        renew(instance, "both")

        assert names(instance) == {"Anna B.", "A. Berg", "Anna Berg", "Lena Ray"}

    @pytest.mark.parametrize(("rule", "stands"), [("contact", "Anna Berg"), ("recent", "A. Berg")])
    def test_makes_one_person_of_all_with_one_address(self, instance, rule, stands):
        renew(instance, rule)

        assert names(instance) == {stands, "Lena Ray"}
        assert people.tally(instance)["all"] == 2

    def test_marks_them_for_review_and_joins_nobody_when_left_for_later(self, instance):
        renew(instance, "later")

        assert names(instance, show="review") == {"Anna B.", "A. Berg", "Anna Berg"}
        assert people.tally(instance) == {"all": 4, "lead": 3, "contact": 1, "deleted": 0, "review": 3}

    def test_touches_no_record(self, instance):
        renew(instance, "contact")

        with database.connect(instance) as connection:
            assert connection.execute("SELECT count(*) FROM person").fetchone() == (4,)

    def test_is_undone_by_another_rule(self, instance):
        renew(instance, "contact")

        renew(instance, "both")

        assert len(names(instance)) == 4

    def test_lets_a_person_keep_its_record_when_another_changes_later(self, instance):
        renew(instance, "recent")
        change(instance, "UPDATE person SET system_modstamp = '2026-06-01' WHERE sfdc_id = %s", OLD_LEAD)

        renew(instance, "recent")

        assert names(instance) == {"A. Berg", "Lena Ray"}

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE person SET email_address = 'other@berg.example' WHERE sfdc_id = %s",
            "UPDATE person SET is_deleted = true WHERE sfdc_id = %s",
        ],
    )
    def test_ends_a_link_that_holds_no_more(self, instance, statement):
        renew(instance, "contact")
        change(instance, statement, OLD_LEAD)

        renew(instance, "contact")

        assert names(instance) == {"Anna Berg", "Anna B.", "Lena Ray"}

    def test_finds_another_to_stand_for_them_when_the_contact_is_deleted(self, instance):
        renew(instance, "contact")
        change(instance, "UPDATE person SET is_deleted = true WHERE sfdc_id = %s", CONTACT)

        renew(instance, "contact")

        assert names(instance) == {"A. Berg", "Anna Berg", "Lena Ray"}
        assert names(instance, show="deleted") == {"Anna Berg"}

    def test_leaves_a_converted_lead_to_its_contact(self, instance):
        change(
            instance,
            "UPDATE person_lead SET is_converted = true, converted_contact_id = %s WHERE sfdc_id = %s",
            CONTACT,
            OLD_LEAD,
        )

        renew(instance, "recent")

        assert names(instance) == {"A. Berg", "Lena Ray"}
        assert people.one(instance, OLD_LEAD).record["name"] == "A. Berg"
        assert [lead["name"] for lead in people.one(instance, NEW_LEAD).leads] == ["Anna B."]

    def test_never_joins_a_salesforce_record_to_somebody_who_is_only_here(self, instance):
        change(instance, "INSERT INTO person_marketing (name, email_address) VALUES ('Anna here', 'anna@berg.example')")

        renew(instance, "recent")

        assert names(instance) == {"A. Berg", "Lena Ray"}

    def test_joins_nobody_by_a_mailbox_that_many_share(self, instance):
        change(instance, "UPDATE person SET email_address = NULL")
        change(
            instance,
            "INSERT INTO person_lead (sfdc_id, name, email_address)"
            " SELECT 'L' || n, 'Person ' || n, 'info@office.example' FROM generate_series(1, %s) AS n",
            twins.SHARED_MAILBOX + 1,
        )

        renew(instance, "contact")

        tally = people.tally(instance)
        assert tally["all"] == twins.SHARED_MAILBOX + 5
        assert tally["review"] == twins.SHARED_MAILBOX + 1

    def test_takes_an_address_without_its_plus_where_somebody_wanted_that(self, instance):
        change(instance, "UPDATE person SET email_address = 'lena+fair@ray.example' WHERE sfdc_id = %s", OLD_LEAD)
        renew(instance, "contact")
        assert "Anna B." in names(instance)

        renew(instance, "contact", ignores_plus=True)

        assert names(instance) == {"Anna Berg", "Lena Ray"}


class TestAPersonWhomOthersJoined:
    @pytest.fixture
    def joined(self, instance):
        renew(instance, "contact")
        return instance

    @pytest.mark.parametrize("words", ["anna b.", "a. berg", "anna@berg", OLD_LEAD, NEW_LEAD[:15], CONTACT])
    def test_is_found_by_what_any_of_its_records_says(self, joined, words):
        assert names(joined, words) == {"Anna Berg"}

    def test_shows_all_that_belongs_to_its_records(self, joined):
        person = people.one(joined, OLD_LEAD)

        assert person.record["sfdc_id"] == CONTACT
        assert [twin["name"] for twin in person.twins] == ["Anna B.", "A. Berg"]
        assert [each["subject"] for each in person.activities] == ["Call"]
