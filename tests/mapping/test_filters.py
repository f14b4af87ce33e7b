from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.mapping import catalogue, filters, lock
from apps.mapping.errors import MappingLocked
from apps.mapping.models import CatalogueField
from apps.timeline.models import Event


def field(instance, name, object_name="Lead"):
    return CatalogueField.objects.of(instance).select_related("object").get(object__name=object_name, name=name)


@pytest.fixture
def described(connected, client):
    catalogue.describe(connected, client)
    return connected


class TestCondition:
    @pytest.mark.parametrize(
        ("name", "operator", "value", "soql"),
        [
            ("Company", "equal", "O'Neil", r"Company = 'O\'Neil'"),
            ("Company", "begins", "50%", r"Company LIKE '50\%%'"),
            ("NumberOfEmployees", "at_least", "50", "NumberOfEmployees >= 50"),
            ("CreatedDate", "more", "2025-01-01", "CreatedDate > 2025-01-01T00:00:00Z"),
            ("IsConverted", "equal", "false", "IsConverted = false"),
            ("Email", "filled", "", "Email != null"),
        ],
    )
    def test_is_written_by_the_type_of_the_field(self, described, name, operator, value, soql):
        assert filters.soql(field(described, name), operator, value) == soql

    @pytest.mark.parametrize(
        ("name", "operator", "value"),
        [
            ("NumberOfEmployees", "equal", "1 OR Name != null"),
            ("NumberOfEmployees", "contains", "1"),
            ("IsConverted", "equal", "yes"),
            ("OwnerId", "contains", "005"),
            ("OwnerId", "equal", "Mina Oh"),
            ("CreatedDate", "more", "soon"),
            ("Email", "drop", "x"),
        ],
    )
    def test_is_refused_when_the_value_or_the_operator_does_not_fit(self, described, name, operator, value):
        with pytest.raises(ValueError, match=r"no|neither|Invalid"):
            filters.soql(field(described, name), operator, value)

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_is_understood_by_salesforce_whatever_was_typed(self, described, client, data):
        asked = data.draw(st.sampled_from(list(filters.askable(described, "Lead")[:60])))
        operator = data.draw(st.sampled_from(filters.operators(asked.type)))
        typed = data.draw(st.text(max_size=40) | st.sampled_from(["1", "true", "2025-01-01", "08:00", "x' OR 'a'='a"]))
        try:
            condition = filters.soql(asked, operator, typed)
        except ValueError:
            return

        assert filters.count(client, "Lead", condition) >= 0


class TestIndexed:
    def test_are_keys_links_names_and_stamps(self, described):
        indexed = set(filters.askable(described, "Lead").filter(is_indexed=True).values_list("name", flat=True))

        assert {"Id", "OwnerId", "Name", "Email", "CreatedDate", "SystemModstamp"} <= indexed
        assert not {"Company", "City", "NumberOfEmployees"} & indexed


class TestSave:
    def test_keeps_one_filter_an_object_and_tells_the_timeline(self, described, mina):
        filters.save(described, field(described, "City"), "equal", "Berlin", records=4, by=mina)
        filters.save(described, field(described, "City"), "equal", "Seoul", records=7, by=mina)

        assert filters.conditions(described) == {"Lead": "City = 'Seoul'"}
        assert "City = 'Seoul'" in str(Event.objects.of(described).first().sentence)

    def test_is_undone(self, described, mina):
        filters.save(described, field(described, "City"), "equal", "Berlin", records=4, by=mina)

        filters.remove(described, "Lead", by=mina)

        assert filters.conditions(described) == {}

    def test_is_refused_once_the_initial_sync_was_started(self, described, mina):
        lock.lock(described)

        with pytest.raises(MappingLocked):
            filters.save(described, field(described, "City"), "equal", "Berlin", records=4, by=mina)
