from __future__ import annotations

import pytest
from django.utils import timezone

from apps.mapping import catalogue, choice, discovery, lock, picklists, standard
from apps.mapping.choice import Search
from apps.mapping.errors import MappingLocked
from apps.mapping.models import Acceptance, CatalogueField, CatalogueObject
from apps.mapping.picklists import Differing
from tests import makers


def chosen(instance, object_name="Lead"):
    return set(catalogue.offered(instance, object_name).filter(is_chosen=True).values_list("name", flat=True))


class TestDefaults:
    def test_hide_everything_but_what_is_needed_and_the_default_mapping(self, discovered):
        names = chosen(discovered)

        assert {"LastName", "Company", "Email", "Status", "FirstName", "mkto71_Lead_Score__c"} <= names
        assert not {name for name in names if name.endswith("__c") and not name.startswith("mkto71_")}

    def test_take_the_marketing_fields_that_are_there(self, discovered):
        found = {name for name in chosen(discovered, "Contact") if name.startswith("mkto71_")}

        assert found == {"mkto71_Lead_Score__c", "mkto71_Acquisition_Date__c", "mkto71_Acquisition_Program__c"}


class TestListing:
    def test_finds_words_in_label_and_api_name(self, discovered):
        by_label = choice.listing(discovered, "Lead", Search("utm camp"))
        by_name = choice.listing(discovered, "Lead", Search("zi_insights"))

        assert [field.name for field in by_label] == ["UTM_Campaign__c"]
        assert len(by_name) == 3

    @pytest.mark.parametrize("show", ["custom", "formula", "package", "personal", "chosen", "filled"])
    def test_shows_as_many_as_the_filter_says(self, discovered, show):
        counted = choice.counts(discovered, "Lead")

        assert 0 < choice.listing(discovered, "Lead", Search(show=show)).count() == counted[show] < counted["all"]

    def test_begins_with_what_is_filled_best_and_ends_with_what_is_not_measured(self, discovered):
        shares = [field.filled_share for field in choice.listing(discovered, "Lead")]

        measured = [share for share in shares if share is not None]
        assert measured == sorted(measured, reverse=True)
        assert shares[-1] is None

    def test_sorts_by_label_when_asked(self, discovered):
        labels = [field.label.lower() for field in choice.listing(discovered, "Lead", sort="label")]

        assert labels == sorted(labels)

    def test_answers_an_unknown_filter_with_the_plain_list(self, discovered):
        everything = choice.counts(discovered, "Lead")["all"]

        assert choice.listing(discovered, "Lead", Search(show="; DROP"), sort="--").count() == everything


class TestSave:
    def test_chooses_what_is_ticked_and_leaves_out_the_rest_of_the_page(self, discovered):
        choice.save(discovered, "Lead", shown=["Budget__c", "FirstName"], ticked=["Budget__c"])

        names = chosen(discovered)
        assert "Budget__c" in names
        assert "FirstName" not in names

    def test_touches_nothing_that_the_page_did_not_show(self, discovered):
        before = chosen(discovered)

        choice.save(discovered, "Lead", shown=["Budget__c"], ticked=["Budget__c", "Competitors__c"])

        assert chosen(discovered) - before == {"Budget__c"}

    def test_keeps_what_the_sync_needs(self, discovered):
        choice.save(discovered, "Lead", shown=["Email", "Status", "FirstName"], ticked=[])

        assert {"Email", "Status"} <= chosen(discovered)

    def test_is_refused_once_the_initial_sync_was_started(self, discovered):
        lock.lock(discovered)

        with pytest.raises(MappingLocked):
            choice.save(discovered, "Lead", shown=["Budget__c"], ticked=["Budget__c"])


class TestLeaveOutBelow:
    def test_leaves_out_what_is_hardly_filled_and_says_how_many_beforehand(self, discovered, mina):
        choice.start_from(discovered, "custom", by=mina)
        announced = choice.below(discovered, "Lead", 20)

        left = choice.leave_out_below(discovered, "Lead", 20, by=mina)

        assert left == announced.chosen > 0
        assert choice.below(discovered, "Lead", 20).chosen == 0
        assert "Legacy_Source_Code__c" not in chosen(discovered)

    def test_leaves_needed_and_unmeasured_fields_alone(self, discovered, mina):
        choice.start_from(discovered, "custom", by=mina)
        CatalogueField.objects.of(discovered).filter(name="Status").update(filled_share=0.01)

        choice.leave_out_below(discovered, "Lead", 100, by=mina)

        assert {"Status", "Qualification_Notes__c"} <= chosen(discovered)


class TestStartFrom:
    def test_everything_custom_adds_all_custom_fields_to_the_default_mapping(self, discovered, mina):
        choice.start_from(discovered, "custom", by=mina)

        assert {"Budget__c", "zi_Insights__Intent_Score__c", "FirstName"} <= chosen(discovered)

    def test_marketing_essentials_is_the_default_mapping(self, discovered, mina):
        before = chosen(discovered)
        choice.start_from(discovered, "custom", by=mina)

        choice.start_from(discovered, "essentials", by=mina)

        assert chosen(discovered) == before


class TestStandings:
    def test_tell_per_object_how_many_of_how_many(self, discovered):
        standings = {each.object: each for each in choice.standings(discovered)}

        assert list(standings) == ["Lead", "Contact", "Account", "Opportunity"]
        assert standings["Lead"].chosen == len(chosen(discovered))
        assert standings["Lead"].total == catalogue.offered(discovered, "Lead").count()


class TestIgnoredFields:
    def test_are_shown_and_never_chosen(self, discovered):
        choice.save(discovered, "Account", shown=["ShippingCity"], ticked=["ShippingCity"])
        choice.take_matching(discovered, "Account", Search("shipping"), wanted=True, by=None)

        assert "ShippingCity" in {field.name for field in choice.listing(discovered, "Account")}
        assert "ShippingCity" not in chosen(discovered, "Account")


class TestTakeMatching:
    def test_chooses_all_that_a_search_finds_and_nothing_else(self, discovered):
        before = chosen(discovered)

        changed = choice.take_matching(discovered, "Lead", Search("utm"), wanted=True, by=None)

        came = chosen(discovered) - before
        assert changed == len(came) > 1
        assert all("utm" in name.lower() for name in came)

    def test_leaves_out_all_but_what_the_sync_needs(self, discovered):
        choice.take_matching(discovered, "Lead", choice.EVERYTHING, wanted=False, by=None)

        assert chosen(discovered) == standard.REQUIRED["Lead"]

    @pytest.mark.parametrize("type_", list(choice.TYPES))
    def test_narrows_by_type(self, discovered, type_):
        everything = choice.listing(discovered, "Lead").count()

        assert 0 < choice.listing(discovered, "Lead", Search(type=type_)).count() < everything

    def test_narrows_by_package(self, discovered):
        (package, *_more) = choice.packages(discovered, "Lead")

        found = choice.listing(discovered, "Lead", Search(package=package))

        assert found
        assert {field.package for field in found} == {package}


class TestNotes:
    def test_are_kept_found_by_their_words_and_survive_a_new_reading(self, discovered, client):
        choice.note(discovered, "Lead", {"Budget__c": "Sales asked for it"})
        catalogue.describe(discovered, client)

        (found,) = choice.listing(discovered, "Lead", Search("asked for"))

        assert (found.name, found.note) == ("Budget__c", "Sales asked for it")


class TestAnotherClientsChoice:
    def test_is_taken_over_and_keeps_what_is_needed(self, discovered):
        other = makers.instance(agency=discovered.agency)
        lead = CatalogueObject.objects.create(instance=other, name="Lead", label="Lead")
        said = {"Budget__c": True, "FirstName": False, "Email": False}
        for name, is_chosen in said.items():
            common = {"instance": other, "object": lead, "name": name, "label": name, "type": "string"}
            CatalogueField.objects.create(**common, is_chosen=is_chosen)

        choice.start_from_client(discovered, other, by=None)

        names = chosen(discovered)
        assert {"Budget__c", "Email", "LastName"} <= names
        assert "FirstName" not in names

    def test_is_offered_within_the_agency_only_and_once_it_was_accepted(self, discovered, mina):
        known = {"list_hash": "x", "count": 1, "statement": "", "accepted_by": mina}
        sibling, stranger = makers.instance(agency=discovered.agency), makers.instance()
        makers.instance(agency=discovered.agency)
        for each in (sibling, stranger):
            Acceptance.objects.create(instance=each, fulfilled_at=timezone.now(), **known)

        assert choice.earlier_clients(discovered) == [sibling]


class TestNewFields:
    def test_are_those_that_the_last_reading_saw_first(self, discovered, client):
        assert choice.counts(discovered, "Lead")["new"] == 0
        CatalogueField.objects.of(discovered).filter(name="Budget__c").delete()

        discovery.advance(discovered, client)

        assert [field.name for field in choice.listing(discovered, "Lead", Search(show="new"))] == ["Budget__c"]


class TestPicklists:
    def test_that_differ_between_lead_and_contact_are_counted(self, discovered):
        both = CatalogueField.objects.of(discovered).filter(name="LeadSource")
        both.filter(object__name="Lead").update(values=["Web", "Fair", "Phone"])
        both.filter(object__name="Contact").update(values=["Web", "Partner"])

        found = picklists.differing(discovered, "Lead", ["LeadSource", "Budget__c"])

        assert found == {"LeadSource": Differing("Contact", common=1, here=2, there=1)}
