from __future__ import annotations

import pytest

from apps.marketing import names
from apps.marketing.names import ColumnName


class TestPropose:
    @pytest.mark.parametrize(
        ("source", "column"),
        [
            ("Title", "title"),
            ("NumberOfEmployees", "number_of_employees"),
            ("Customer_Tier__c", "customer_tier"),
            ("GDPR_Consent__c", "gdpr_consent"),
            ("zi_Insights__Intent_Score__c", "zi_insights_intent_score"),
            ("HTMLBody", "html_body"),
            ("Favourite__pc", "favourite_pc"),
        ],
    )
    def test_reads_as_the_api_name_does(self, source, column):
        assert names.propose(source, ()) == ColumnName(column)

    def test_steps_aside_for_a_reserved_word(self):
        assert names.propose("Group", ()) == ColumnName("group_", "reserved")

    def test_steps_aside_for_a_column_that_postgresql_keeps_for_itself(self):
        assert names.propose("Ctid__c", ()) == ColumnName("ctid_", "reserved")

    def test_never_begins_with_a_digit(self):
        assert names.propose("2020_Budget__c", ()) == ColumnName("f_2020_budget", "digit")

    def test_keeps_the_custom_mark_when_the_plain_name_is_taken(self):
        assert names.propose("Industry__c", {"industry"}) == ColumnName("industry_c", "taken")

    def test_counts_on_when_that_is_taken_too(self):
        assert names.propose("Industry__c", {"industry", "industry_c"}) == ColumnName("industry_2", "taken")

    def test_sees_names_that_differ_by_case_alone_as_the_same(self):
        first = names.propose("Web_Site__c", ())

        second = names.propose("WebSite__c", {first.name})

        assert second == ColumnName("web_site_c", "taken")

    def test_cuts_a_long_name_so_that_two_of_them_stay_apart(self):
        long = "A_Field_Whose_Name_Was_Written_By_Somebody_Who_Likes_To_Explain_Everything"

        one, other = names.propose(f"{long}_1__c", ()), names.propose(f"{long}_2__c", ())

        assert one.name != other.name
        assert {len(one.name), len(other.name)} == {63}
        assert one.why == "long"

    def test_gives_the_same_answer_every_time(self):
        assert names.propose("Region__c", {"region"}) == names.propose("Region__c", {"region"})

    def test_says_in_words_why_it_departed_from_the_plain_name(self):
        assert "reserved" in names.WHY[names.propose("Group", ()).why]
