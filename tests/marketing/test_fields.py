from __future__ import annotations

import pytest

from apps.marketing import columns, database, fields, receipts, schema
from apps.marketing.errors import FieldExists, TooManyColumns
from apps.marketing.models import Field
from apps.marketing.receipts import NewField
from apps.marketing.types import ColumnType
from tests import makers

TITLE = NewField("person", "title", "Job Title", ColumnType.TEXT, ("Lead.Title", "Contact.Title"))
SEATS = NewField("person", "number_of_seats", "Number of Seats", ColumnType.NUMERIC, ("Lead.Number_of_Seats__c",))
REVENUE = NewField("company", "annual_revenue", "Annual Revenue", ColumnType.NUMERIC, ("Account.AnnualRevenue",))


@pytest.fixture
def instance(db, placement):
    return makers.instance()


@pytest.fixture
def mina(db):
    return makers.person(name="Mina Oh")


def present(instance):
    with database.connect(instance) as connection:
        return columns.present(connection, instance)


class TestCreate:
    def test_creates_exactly_the_accepted_columns_and_writes_the_receipt(self, instance, mina):
        with database.connect(instance) as connection:
            schema.ensure(connection, instance)
        before = present(instance)

        receipt = fields.create(instance, [TITLE, SEATS, REVENUE], statement="For good.", accepted_by=mina)

        assert present(instance) - before == {TITLE.column, SEATS.column, REVENUE.column}
        assert receipt.fields == (TITLE, SEATS, REVENUE)
        assert (receipt.accepted_by, receipt.statement) == ("Mina Oh", "For good.")
        assert receipt.list_hash == receipts.digest([TITLE, SEATS, REVENUE])

    def test_gives_the_column_to_every_part_of_a_parted_kind(self, instance, mina):
        fields.create(instance, [TITLE], statement="", accepted_by=mina)

        with database.connect(instance) as connection:
            connection.execute("INSERT INTO person_contact (sfdc_id, title) VALUES ('003', 'CFO')")
            assert connection.execute("SELECT title FROM person").fetchone() == ("CFO",)

    def test_answers_the_same_list_with_the_same_receipt(self, instance, mina):
        first = fields.create(instance, [TITLE], statement="", accepted_by=mina)
        second = fields.create(instance, [TITLE], statement="", accepted_by=makers.person())

        assert second == first
        assert Field.objects.of(instance).count() == 1

    def test_creates_none_when_one_cannot_be(self, instance, mina):
        fields.create(instance, [TITLE], statement="", accepted_by=mina)
        before = present(instance)

        with pytest.raises(FieldExists, match="title"):
            fields.create(instance, [SEATS, TITLE], statement="", accepted_by=mina)

        assert present(instance) == before
        assert list(Field.objects.of(instance).values_list("name", flat=True)) == ["title"]

    def test_refuses_more_columns_than_a_table_holds(self, instance, mina):
        many = [NewField("person", f"f_{number}", "", ColumnType.TEXT) for number in range(1600)]

        with pytest.raises(TooManyColumns):
            fields.create(instance, many, statement="", accepted_by=mina)

    def test_keeps_the_portal_in_step_after_a_crash_between_the_two_databases(self, instance, mina):
        fields.create(instance, [TITLE, SEATS], statement="", accepted_by=mina)
        Field.objects.of(instance).filter(name="number_of_seats").delete()

        fields.create(instance, [TITLE, SEATS], statement="", accepted_by=mina)

        rows = Field.objects.of(instance).values_list("name", "type", "created_by")
        assert list(rows) == [("number_of_seats", "numeric", mina.pk), ("title", "text", mina.pk)]


class TestMissing:
    def test_is_empty_when_the_database_has_what_the_receipt_says(self, instance, mina):
        receipt = fields.create(instance, [TITLE, REVENUE], statement="", accepted_by=mina)

        assert fields.missing(instance, receipt) == []

    def test_names_what_somebody_took_away_by_hand(self, instance, mina):
        receipt = fields.create(instance, [TITLE, REVENUE], statement="", accepted_by=mina)
        with database.connect(instance) as connection:
            connection.execute("ALTER TABLE person DROP COLUMN title")

        assert fields.missing(instance, receipt) == [TITLE]


class TestHide:
    def test_keeps_the_column_and_its_values(self, instance, mina):
        fields.create(instance, [TITLE], statement="", accepted_by=mina)
        field = Field.objects.of(instance).get()

        assert fields.hide(field)

        assert Field.objects.of(instance).get().is_hidden
        assert TITLE.column in present(instance)

    def test_says_when_nothing_changed(self, instance, mina):
        fields.create(instance, [TITLE], statement="", accepted_by=mina)
        field = Field.objects.of(instance).get()

        assert [fields.hide(field), fields.hide(field), fields.show(field)] == [True, False, True]
