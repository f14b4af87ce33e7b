from __future__ import annotations

import pytest

from apps.mapping import likeness
from apps.mapping.likeness import Look


class TestPairs:
    def test_find_what_differs_by_an_abbreviation_and_say_in_what_it_is_alike(self):
        one = Look("Product_Interest__c", "Product Interest", "multipicklist", ("a", "b", "c", "d"))
        other = Look("Prod_Interests__c", "Prod. Interests", "multipicklist", ("A", "b", "c", "e"))

        ((_one, _other, alike),) = likeness.pairs([one], [other])

        assert alike.score >= likeness.ENOUGH
        assert (alike.common, alike.most, alike.type) == (3, 4, 100)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (Look("Contract_Start__c", "Contract Start", "date"), Look("Contract_End__c", "Contract End", "date")),
            (Look("Address_1__c", "Address 1", "string"), Look("Address_2__c", "Address 2", "string")),
            (Look("Budget__c", "Budget", "currency"), Look("NPS_Score__c", "NPS Score", "double")),
        ],
    )
    def test_leave_out_what_only_begins_alike(self, one, other):
        assert likeness.pairs([one], [other]) == []
