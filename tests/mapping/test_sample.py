from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from apps.mapping import ledger, sample
from apps.marketing.models import Field
from apps.marketing.types import ColumnType


@pytest.fixture
def accepted(discovered, mina):
    shown = ledger.preview(discovered)
    ledger.accept(discovered, shown.count, shown.hash, mina)
    return discovered


class TestTake:
    def test_shows_ten_records_as_they_are_said_and_as_they_will_be_stored(self, accepted, client):
        records = sample.take(accepted, client, "Contact")

        by_source = {value.source: value for value in records[0].values}
        assert len(records) == 10
        assert by_source["MailingCity"].column == "city"
        assert all(value.fits for record in records for value in record.values)

    def test_shows_ten_others_when_asked(self, accepted, client):
        first = {record.id for record in sample.take(accepted, client, "Lead")}
        second = {record.id for record in sample.take(accepted, client, "Lead", skip=10)}

        assert not first & second

    def test_shows_a_hundred(self, accepted, client):
        assert len(sample.take(accepted, client, "Lead", size=100)) == 100

    def test_says_which_values_the_column_would_refuse(self, accepted, client):
        Field.objects.of(accepted).filter(name="city").update(type="numeric")

        records = sample.take(accepted, client, "Contact")

        cities = [
            value for record in records for value in record.values if value.source == "MailingCity" and value.said
        ]
        assert cities
        assert not any(value.fits for value in cities)
        assert records[0].failing

    def test_costs_one_call(self, accepted, client):
        before = client.calls

        sample.take(accepted, client, "Lead")

        assert client.calls == before + 1


class TestStore:
    @pytest.mark.parametrize(
        ("said", "type_", "stored"),
        [
            ("", ColumnType.TEXT, None),
            (5.0, ColumnType.NUMERIC, Decimal("5.0")),
            (True, ColumnType.BOOLEAN, True),
            ("2026-01-31", ColumnType.DATE, datetime.date(2026, 1, 31)),
            (
                "2026-01-31T10:00:00.000+0000",
                ColumnType.TIMESTAMPTZ,
                datetime.datetime(2026, 1, 31, 10, tzinfo=datetime.UTC),
            ),
            ("10:30:00.000Z", ColumnType.TIME, datetime.time(10, 30, tzinfo=datetime.UTC)),
        ],
    )
    def test_reads_each_type_as_salesforce_writes_it(self, said, type_, stored):
        assert sample.store(said, type_) == stored

    def test_says_when_a_column_cannot_take_a_value(self):
        with pytest.raises(ValueError, match="50-100"):
            sample.store("50-100", ColumnType.NUMERIC)
