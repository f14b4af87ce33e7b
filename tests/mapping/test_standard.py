from __future__ import annotations

import pytest

from apps.mapping import standard, types
from apps.mapping.models import CatalogueField
from apps.mapping.objects import CHOSEN, OBJECTS
from apps.marketing import kinds
from apps.marketing.types import ColumnType


class TestTheTwelveObjects:
    def test_stand_in_the_order_in_which_they_are_synced(self):
        assert list(OBJECTS)[:5] == ["User", "RecordType", "Account", "Contact", "Lead"]
        assert len(OBJECTS) == 12

    def test_fill_columns_that_their_kind_has(self):
        for each in OBJECTS.values():
            for _source, column in each.fixed:
                assert each.kind.type_of(column)
            assert each.table in each.kind.tables

    def test_read_archived_activities_too(self):
        assert [each.name for each in OBJECTS.values() if each.includes_archived] == ["Task", "Event"]

    def test_leave_four_to_choose_from(self):
        assert {each.name for each in CHOSEN} == {"Lead", "Contact", "Account", "Opportunity"}


class TestTheDefaultMapping:
    def test_has_every_pair_of_the_published_tables(self):
        """28 of Lead, 20 of Contact and 16 of Account, less those that are always read."""
        fixed = {"Lead": {"ConvertedDate", "CreatedDate", "IsConverted", "IsDeleted"}}
        fixed |= {"Contact": {"CreatedDate", "IsDeleted"}, "Account": {"IsDeleted"}}

        listed = {name: len(standard.BY_OBJECT[name]) + len(fixed[name]) for name in fixed}

        assert listed == {"Lead": 28, "Contact": 20, "Account": 16}
        for name, sources in fixed.items():
            assert all(standard.is_fixed(name, source) for source in sources)

    @pytest.mark.parametrize(
        ("object_name", "source", "label", "column"),
        [
            ("Lead", "HasOptedOutOfEmail", "Unsubscribed", "unsubscribed"),
            ("Lead", "Street", "Address", "address"),
            ("Contact", "MailingStreet", "Address", "address"),
            ("Contact", "Title", "Job Title", "job_title"),
            ("Account", "Name", "Company Name", "company_name"),
            ("Lead", "mkto71_Lead_Score__c", "Score", "score"),
            ("Contact", "mkto71_Acquisition_Program_Id__c", "Acquisition Program Id", "acquisition_program_id"),
        ],
    )
    def test_gives_our_label_and_column(self, object_name, source, label, column):
        found = standard.find(object_name, source)

        assert (found.label, found.column) == (label, column)

    def test_does_not_take_the_type_of_an_account_for_that_of_a_person(self):
        found = standard.find("Account", "Type")

        assert (found.label, found.column) == ("SFDC Type", "account_type")

    def test_never_names_two_columns_of_one_object_alike(self):
        for listed in standard.BY_OBJECT.values():
            columns = [each.column for each in listed.values()]
            assert len(set(columns)) == len(columns)

    def test_never_takes_a_column_that_its_kind_has_from_the_start(self):
        for name, listed in standard.BY_OBJECT.items():
            fixed = {column.name for column in OBJECTS[name].kind.columns}
            assert not fixed & {each.column for each in listed.values()}

    def test_has_the_last_word_over_what_the_original_leaves_out(self):
        assert "ShippingCity" in standard.ignored("Account")
        assert "LastModifiedById" in standard.ignored("Lead")
        assert "MailingCity" not in standard.ignored("Contact")


class TestWritten:
    @pytest.mark.parametrize(
        ("values", "written"),
        [
            ({"type": "string", "length": 80}, "Text 80"),
            ({"type": "textarea", "length": 32768, "is_long_text": True}, "Long text 32,768"),
            ({"type": "picklist", "value_count": 7}, "Picklist, 7 values"),
            ({"type": "multipicklist", "value_count": 1}, "Multi-select, 1 value"),
            ({"type": "double", "precision": 10, "scale": 0}, "Number 10, 0"),
            ({"type": "currency", "precision": 18, "scale": 2}, "Currency 16, 2"),
            ({"type": "string", "is_formula": True}, "Formula, text"),
            ({"type": "boolean"}, "Checkbox"),
            ({"type": "complexvalue"}, "complexvalue"),
        ],
    )
    def test_reads_as_the_field_list_of_salesforce_does(self, values, written):
        assert types.written(CatalogueField(**values)) == written


class TestColumnType:
    def test_makes_every_number_numeric_because_whole_ones_arrive_with_a_decimal_point(self):
        assert {types.column_type(name) for name in ("int", "double", "currency", "percent")} == {ColumnType.NUMERIC}

    def test_has_none_for_what_no_column_holds(self):
        with pytest.raises(KeyError):
            types.column_type("address")


class TestKinds:
    def test_are_ten(self):
        assert len(kinds.KINDS) == 10
