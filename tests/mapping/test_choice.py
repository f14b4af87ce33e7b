from __future__ import annotations

import pytest

from apps.mapping import catalogue, choice, lock
from apps.mapping.errors import MappingLocked
from apps.mapping.models import CatalogueField


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
        by_label = choice.listing(discovered, "Lead", words="utm camp")
        by_name = choice.listing(discovered, "Lead", words="zi_insights")

        assert [field.name for field in by_label] == ["UTM_Campaign__c"]
        assert len(by_name) == 3

    @pytest.mark.parametrize("show", ["custom", "formula", "package", "personal", "chosen", "filled"])
    def test_shows_as_many_as_the_filter_says(self, discovered, show):
        counted = choice.counts(discovered, "Lead")

        assert 0 < choice.listing(discovered, "Lead", show=show).count() == counted[show] < counted["all"]

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

        assert choice.listing(discovered, "Lead", show="; DROP", sort="--").count() == everything


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
