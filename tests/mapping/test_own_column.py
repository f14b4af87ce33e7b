"""A field that Salesforce gave another type, whose column does not hold its values any more."""

from __future__ import annotations

import pytest

from apps.mapping import catalogue, choice, ledger, own_column, pairs
from apps.mapping.errors import CountDiffers, FixedMapping
from apps.mapping.models import CatalogueField, Mapping
from apps.marketing.models import Field


@pytest.fixture
def retyped(connected, client, mina):
    """Budget was a number when its column was made, and is text by now."""
    catalogue.describe(connected, client)
    choice.save(connected, "Lead", shown=["Budget__c"], ticked=["Budget__c"])
    shown = ledger.preview(connected)
    ledger.accept(connected, shown.count, shown.hash, mina)
    CatalogueField.objects.of(connected).filter(name="Budget__c").update(type="string")
    return connected


def mapping(instance, source="Budget__c"):
    return Mapping.objects.of(instance).select_related("field").get(object="Lead", source=source)


class TestUnfit:
    def test_names_the_fields_whose_values_have_no_place(self, retyped):
        [unfit] = own_column.unfit(retyped)

        assert (unfit.mapping, unfit.field.type) == (mapping(retyped), "string")

    def test_knows_that_text_holds_everything(self, retyped):
        CatalogueField.objects.of(retyped).filter(name="Budget__c").update(type="currency")

        assert own_column.unfit(retyped) == []


class TestMake:
    def test_creates_exactly_one_column_and_hides_the_one_left_behind(self, retyped, mina):
        before, shown = mapping(retyped).field, own_column.preview(retyped, mapping(retyped))

        own_column.make(retyped, mapping(retyped), 1, shown.hash, mina, statement="this one")

        assert {pair.source: pair.column for pair in pairs.of(retyped, "Lead")}["Budget__c"] == "lead_budget"
        assert mapping(retyped).field.type == "text"
        assert Field.objects.of(retyped).get(pk=before.pk).is_hidden
        assert own_column.unfit(retyped) == []
        assert ledger.preview(retyped).plan.is_empty

    def test_wants_the_number(self, retyped, mina):
        shown = own_column.preview(retyped, mapping(retyped))

        with pytest.raises(CountDiffers):
            own_column.make(retyped, mapping(retyped), 2, shown.hash, mina, statement="")

    def test_is_refused_where_the_column_holds_the_field(self, retyped):
        with pytest.raises(FixedMapping):
            own_column.preview(retyped, mapping(retyped, "LastName"))
