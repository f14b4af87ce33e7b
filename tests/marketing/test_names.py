from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.marketing import names
from apps.marketing.names import LONGEST, ColumnName
from apps.marketing.words import UNUSABLE

SALESFORCE_NAMES = st.one_of(
    st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_]{0,90}(__c)?", fullmatch=True),
    st.sampled_from(["Group__c", "group__c", "GROUP", "Select", "Xmin__c", "1__c", "__c", "Web_Site__c", "WebSite__c"]),
)


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


class TestAnyNames:
    @given(st.lists(SALESFORCE_NAMES, max_size=30))
    def test_become_columns_that_no_two_share(self, sources):
        taken: set[str] = set()

        for source in sources:
            made = names.propose(source, taken).name
            assert re.fullmatch(r"[a-z][a-z0-9_]*", made)
            assert len(made) <= LONGEST
            assert made not in UNUSABLE | taken
            taken.add(made)

    @given(SALESFORCE_NAMES)
    def test_fit_with_the_name_of_their_object_too(self, source):
        assert len(names.apart("Contact", source)) <= LONGEST

    def test_stay_apart_with_it_where_they_begin_alike(self):
        long = "A_Field_Whose_Name_Was_Written_By_Somebody_Who_Explains_Much"

        assert names.apart("Contact", f"{long}_1__c") != names.apart("Contact", f"{long}_2__c")
