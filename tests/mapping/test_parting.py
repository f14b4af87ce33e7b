from __future__ import annotations

import pytest

from apps.mapping import choice, ledger, lock, pairs, parting, review, suggesting
from apps.mapping.errors import CountDiffers, FixedMapping, MappingLocked, NotPaired, TypesDiffer
from apps.mapping.models import Acceptance, CatalogueField, CatalogueObject, Mapping, Review
from apps.marketing import columns, database
from apps.marketing.models import Field


@pytest.fixture
def accepted(discovered, mina):
    """Customer Tier is paired; Budget is the Lead's alone, NPS Score and Office Location are the Contact's."""
    choice.save(discovered, "Lead", shown=["Customer_Tier__c", "Budget__c"], ticked=["Customer_Tier__c", "Budget__c"])
    contact = ["Customer_Tier__c", "NPS_Score__c", "Office_Location__c", "Renewal_Contact__c"]
    choice.save(discovered, "Contact", shown=contact, ticked=contact)
    shown = ledger.preview(discovered)
    ledger.accept(discovered, shown.count, shown.hash, mina)
    return discovered


def field(instance, name):
    return Field.objects.of(instance).get(kind="person", name=name)


def mapping(instance, object_name, source):
    return Mapping.objects.of(instance).select_related("field").get(object=object_name, source=source)


def columns_of(instance, object_name):
    return {pair.source: pair.column for pair in pairs.of(instance, object_name)}


def break_pair(instance, user, name="customer_tier"):
    shown = parting.preview_break(instance, field(instance, name))
    parting.break_pair(instance, field(instance, name), shown.count, shown.hash, user, statement="One more.")
    return shown


class TestRows:
    def test_show_what_shares_a_field_and_what_stands_alone(self, accepted):
        groups = {row.field.name: row.group for row in review.rows(accepted)}

        assert groups["customer_tier"] == "paired"
        assert groups["budget"] == "lead"
        assert groups["nps_score"] == "contact"
        assert groups["email_address"] == "fixed"

    def test_write_both_sides_as_salesforce_does(self, accepted):
        row = next(row for row in review.written(accepted, review.rows(accepted)) if row.field.name == "customer_tier")

        assert (row.lead.label, row.lead.written) == ("Customer Tier", "Picklist, 4 values")


class TestLookalikes:
    def test_names_two_fields_of_one_label_that_go_apart(self, discovered, mina):
        for name, type_ in (("Lead", "double"), ("Contact", "string")):
            described = CatalogueObject.objects.of(discovered).get(name=name)
            values = {"name": "Size__c", "label": "Size", "type": type_, "is_custom": True, "is_chosen": True}
            CatalogueField.objects.create(instance=discovered, object=described, **values)
        shown = ledger.preview(discovered)
        ledger.accept(discovered, shown.count, shown.hash, mina)

        (found,) = suggesting.of(discovered, review.rows(discovered))

        assert (found.lead.source, found.contact.source, found.same_type) == ("Size__c", "Size__c", False)


class TestBreakPair:
    def test_shows_the_one_column_that_it_would_create(self, accepted):
        shown = parting.preview_break(accepted, field(accepted, "customer_tier"))

        assert [each.name for each in shown.plan.fields] == ["contact_customer_tier"]

    def test_gives_the_contact_a_column_of_its_own(self, accepted, mina):
        break_pair(accepted, mina)

        assert columns_of(accepted, "Lead")["Customer_Tier__c"] == "customer_tier"
        assert columns_of(accepted, "Contact")["Customer_Tier__c"] == "contact_customer_tier"
        with database.connect(accepted) as connection:
            assert "contact_customer_tier" in columns.names_of(columns.present(connection, accepted), "person")

    def test_wants_the_number_typed(self, accepted, mina):
        shown = parting.preview_break(accepted, field(accepted, "customer_tier"))

        with pytest.raises(CountDiffers):
            parting.break_pair(accepted, field(accepted, "customer_tier"), 2, shown.hash, mina, statement="")

        assert columns_of(accepted, "Contact")["Customer_Tier__c"] == "customer_tier"

    def test_never_touches_a_standard_mapping(self, accepted):
        with pytest.raises(FixedMapping):
            parting.preview_break(accepted, field(accepted, "email_address"))

    def test_has_nothing_to_break_where_one_side_stands_alone(self, accepted):
        with pytest.raises(NotPaired):
            parting.preview_break(accepted, field(accepted, "budget"))

    def test_is_refused_once_the_initial_sync_was_started(self, accepted, mina):
        lock.lock(accepted)

        with pytest.raises(MappingLocked):
            break_pair(accepted, mina)

    def test_survives_a_later_acceptance(self, accepted, mina):
        break_pair(accepted, mina)
        choice.save(accepted, "Lead", shown=["Competitors__c"], ticked=["Competitors__c"])

        shown = ledger.preview(accepted)
        ledger.accept(accepted, shown.count, shown.hash, mina)

        assert shown.count == 1
        assert columns_of(accepted, "Contact")["Customer_Tier__c"] == "contact_customer_tier"


class TestPair:
    def pair(self, instance, user, lead, contact):
        return parting.pair(instance, mapping(instance, "Lead", lead), mapping(instance, "Contact", contact), by=user)

    def test_feeds_one_column_and_hides_the_one_left_unused(self, accepted, mina):
        joint = self.pair(accepted, mina, "Budget__c", "NPS_Score__c")

        assert columns_of(accepted, "Contact")["NPS_Score__c"] == "budget"
        assert joint.unused.name == "nps_score"
        assert field(accepted, "nps_score").is_hidden

    def test_says_beforehand_which_one_stays_unused(self, accepted):
        lead, contact = mapping(accepted, "Lead", "Budget__c"), mapping(accepted, "Contact", "NPS_Score__c")

        joint = parting.preview_pair(lead, contact)

        assert (joint.kept.name, joint.unused.name) == ("budget", "nps_score")
        assert not field(accepted, "nps_score").is_hidden

    def test_keeps_the_text_column_where_only_that_holds_both(self, accepted, mina):
        joint = self.pair(accepted, mina, "Budget__c", "Office_Location__c")

        assert (joint.kept.name, joint.unused.name) == ("office_location", "budget")
        assert columns_of(accepted, "Lead")["Budget__c"] == "office_location"

    def test_refuses_values_that_fit_into_no_column_together(self, accepted, mina):
        with pytest.raises(TypesDiffer):
            self.pair(accepted, mina, "Budget__c", "Renewal_Contact__c")

    def test_never_touches_a_standard_mapping(self, accepted, mina):
        with pytest.raises(FixedMapping):
            self.pair(accepted, mina, "Company", "NPS_Score__c")

    def test_can_be_broken_again_without_a_new_column(self, accepted, mina):
        self.pair(accepted, mina, "Budget__c", "NPS_Score__c")

        shown = break_pair(accepted, mina, "budget")

        assert shown.count == 0
        assert columns_of(accepted, "Contact")["NPS_Score__c"] == "nps_score"
        assert not field(accepted, "nps_score").is_hidden

    def test_can_be_made_and_broken_as_often_as_somebody_likes(self, accepted, mina):
        """The same list is accepted again and again, and each time it is kept who did."""
        for _time in range(3):
            self.pair(accepted, mina, "Budget__c", "NPS_Score__c")
            paired = columns_of(accepted, "Contact")["NPS_Score__c"]
            break_pair(accepted, mina, "budget")

            assert (paired, columns_of(accepted, "Contact")["NPS_Score__c"]) == ("budget", "nps_score")

        repeated = Acceptance.objects.of(accepted).filter(count=0, statement="One more.")
        assert repeated.exclude(fulfilled_at=None).count() == 3
        assert not ledger.has_open(accepted)


class TestFinish:
    def test_keeps_when_it_was_finished_and_locks_nothing_yet(self, accepted, mina):
        review.finish(accepted, by=mina)

        assert Review.objects.of(accepted).get().finished_at
        assert not review.is_locked(accepted)
