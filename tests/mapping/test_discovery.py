from __future__ import annotations

import pytest

from apps.mapping import catalogue, discovery
from apps.mapping.models import CatalogueField, CatalogueObject, Discovery
from apps.mapping.objects import OBJECTS
from tests.mapping.conftest import to_the_end


def field(instance, object_name, name):
    return CatalogueField.objects.of(instance).get(object__name=object_name, name=name)


class TestAdvance:
    def test_describes_all_twelve_objects_with_their_records_before_it_measures(self, connected, client):
        first = discovery.advance(connected, client)

        counts = dict(CatalogueObject.objects.of(connected).values_list("name", "record_count"))
        assert set(counts) == set(OBJECTS)
        assert counts["Lead"] == client.count("Lead") > 100
        assert (first.is_finished, first.objects) == (False, 12)

    def test_describes_in_one_call_and_counts_in_three(self, connected, client):
        discovery.advance(connected, client)

        assert client.calls == 4
        assert Discovery.objects.of(connected).get().api_calls == 4

    def test_measures_every_field_that_can_be_counted(self, connected, client):
        last = to_the_end(lambda: discovery.advance(connected, client))

        assert last.done == last.total > 150
        assert last.calls_ahead == 0
        assert last.api_calls == client.calls

    def test_announces_what_it_will_cost_within_one_call(self, connected, client):
        first = discovery.advance(connected, client)
        last = to_the_end(lambda: discovery.advance(connected, client))

        assert abs(first.api_calls + first.calls_ahead - last.api_calls) <= 1

    def test_goes_on_where_a_dead_worker_stopped(self, connected, client):
        discovery.advance(connected, client)
        before = client.calls

        to_the_end(lambda: discovery.advance(connected, client))

        assert CatalogueObject.objects.of(connected).filter(name="Lead").count() == 1
        assert client.calls - before < 40

    def test_begins_anew_when_it_had_finished_and_keeps_every_choice(self, discovered, client):
        CatalogueField.objects.of(discovered).filter(name="Budget__c").update(is_chosen=True)
        CatalogueField.objects.of(discovered).filter(name="FirstName").update(is_chosen=False)

        to_the_end(lambda: discovery.advance(discovered, client))

        assert field(discovered, "Lead", "Budget__c").is_chosen
        assert not field(discovered, "Lead", "FirstName").is_chosen

    def test_keeps_a_field_that_has_gone_from_salesforce_but_offers_it_no_more(self, discovered, client):
        lead = CatalogueObject.objects.of(discovered).get(name="Lead")
        CatalogueField.objects.create(instance=discovered, object=lead, name="Gone__c", label="Gone", type="string")

        to_the_end(lambda: discovery.advance(discovered, client))

        assert not field(discovered, "Lead", "Gone__c").is_visible
        assert not catalogue.offered(discovered, "Lead").filter(name="Gone__c").exists()


class TestEvidence:
    def test_tells_the_share_of_records_that_have_a_value(self, discovered, client):
        email, tier = field(discovered, "Lead", "Email"), field(discovered, "Lead", "Customer_Tier__c")

        assert email.filled_share == pytest.approx(client.count("Lead", "Email != null") / client.count("Lead"))
        assert 0 < tier.filled_share < 1

    def test_tells_of_a_checkbox_how_many_are_checked(self, discovered):
        consent = field(discovered, "Lead", "GDPR_Consent__c")

        assert (consent.measure, 0 < consent.filled_share < 1) == ("true", True)

    def test_counts_a_multi_select_by_a_filter_of_its_own(self, discovered):
        interest = field(discovered, "Lead", "Product_Interest__c")

        assert (interest.measure, 0 < interest.filled_share < 1) == ("filter", True)

    def test_does_not_pretend_to_know_what_cannot_be_counted(self, discovered):
        notes = field(discovered, "Lead", "Qualification_Notes__c")

        assert (notes.measure, notes.filled_share) == ("none", None)

    @pytest.mark.parametrize(
        ("name", "flag"),
        [
            ("Full_Location__c", "is_formula"),
            ("Tax_Number__c", "is_encrypted"),
            ("Qualification_Notes__c", "is_long_text"),
            ("Personal_Email__c", "is_personal"),
            ("LastName", "is_mandatory"),
            ("Budget__c", "is_custom"),
        ],
    )
    def test_flags_what_is_good_to_know(self, discovered, name, flag):
        assert getattr(field(discovered, "Lead", name), flag)

    def test_names_the_package_that_a_field_came_with(self, discovered):
        assert field(discovered, "Lead", "zi_Insights__Intent_Score__c").package == "zi_Insights"
        assert field(discovered, "Lead", "Budget__c").package == ""

    def test_does_not_take_a_plain_field_for_personal_data(self, discovered):
        assert not field(discovered, "Lead", "Budget__c").is_personal
        assert not field(discovered, "Lead", "OwnerId").is_personal


class TestOffered:
    def test_leaves_out_what_is_always_read_and_what_no_column_holds(self, discovered):
        names = set(catalogue.offered(discovered, "Lead").values_list("name", flat=True))

        assert {"Email", "Company", "Budget__c"} <= names
        assert not names & {"Id", "SystemModstamp", "IsConverted", "Name", "Address"}
