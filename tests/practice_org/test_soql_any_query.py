"""Whatever a query says of real fields, the org answers it or refuses it in words; it never breaks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.practice_org.soql import functions, tree
from tests.practice_org import soql_text

FIELDS = [
    "Id", "Name", "OwnerId", "Owner.Name", "Owner.IsActive", "CreatedDate", "IsConverted", "AnnualRevenue", "Address",
    "NumberOfEmployees", "Description", "Status", "Product_Interest__c", "Callback_Time__c", "Demo_Requested_On__c",
    "Discount_Offered__c", "Full_Location__c", "Is_Enterprise__c", "Tax_Number__c", "ConvertedAccount.Owner.Email",
    "External_CRM_Id__c", "RecordType.DeveloperName",
]  # fmt: skip
WORDS = [*functions.AGGREGATES, *functions.DATE_PARTS, *functions.NEED_TIME, "FORMAT", "toLabel", "convertCurrency"]
NAMES = st.sampled_from(FIELDS).map(tree.Name)
CALLS = st.lists(st.sampled_from(WORDS).map(tree.Name), max_size=2).map(tuple)
OPERANDS = st.builds(tree.Operand, NAMES, CALLS)
BARE = st.builds(tree.Operand, NAMES)
EXTREMES = st.sampled_from(
    [
        "1e400",
        "-1e400",
        "99999999999999999999",
        "0000-00-00",
        "9999-12-31",
        "9999-12-31T23:59:59-12:00",
        "24:00:00.000Z",
    ]
).map(lambda text: tree.Value({"0": "day", "9": "moment"}.get(text[0], "number"), text))
COUNTED = st.sampled_from(["LAST_N_YEARS:2025", "NEXT_N_YEARS:9999", "N_DAYS_AGO:99999999", "LAST_N_WEEKS:0"])
VALUES = soql_text.VALUES | EXTREMES | COUNTED.map(lambda text: tree.Value("days", text))
LISTS = st.lists(VALUES, min_size=1, max_size=3).map(tuple)
CONDITIONS = st.recursive(
    st.one_of(
        st.builds(tree.Compare, BARE | OPERANDS, soql_text.OPERATORS, VALUES),
        st.builds(tree.Membership, BARE, LISTS, st.none(), st.booleans()),
        st.builds(tree.Includes, BARE, LISTS, st.booleans()),
    ),
    lambda inside: st.one_of(
        st.builds(tree.Negation, inside),
        st.builds(tree.Joined, st.sampled_from(["AND", "OR"]), st.lists(inside, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=3,
)
GROUPS = st.none() | st.builds(
    tree.Group,
    st.lists(BARE | OPERANDS, min_size=1, max_size=2).map(tuple),
    st.sampled_from(["", "ROLLUP", "CUBE"]),
    st.none() | CONDITIONS,
)
SELECTS = st.builds(
    tree.Select,
    items=st.lists(st.builds(tree.Item, BARE | OPERANDS), min_size=1, max_size=3).map(tuple),
    object=st.just(tree.Name("Lead")),
    where=st.none() | CONDITIONS,
    group=st.none() | GROUPS,
    order=st.lists(st.builds(tree.Ordering, BARE | OPERANDS, st.booleans(), soql_text.ENDS), max_size=2).map(tuple),
    limit=st.none() | st.sampled_from([0, 1, 200, 2**31, 10**30]),
    offset=st.none() | st.sampled_from([0, 7, 2_000]),
)

COMMON = st.sampled_from(["Id", "Name", "Owner.Name", "CreatedDate", "CreatedBy.Profile.Name", "LastModifiedById"])
COMMON_ITEMS = st.builds(tree.Item, st.builds(tree.Operand, COMMON.map(tree.Name), CALLS))
COMMON_CONDITIONS = st.builds(tree.Compare, st.builds(tree.Operand, COMMON.map(tree.Name)), soql_text.OPERATORS, VALUES)
KINDS = st.sampled_from(["Lead", "Contact", "Account", "Opportunity", "User"]).map(tree.Name)
TYPEOFS = st.builds(
    tree.TypeOf,
    st.sampled_from(["Who", "What", "Owner"]).map(tree.Name),
    st.lists(st.tuples(KINDS, st.lists(COMMON.map(tree.Name), min_size=1, max_size=2).map(tuple)), min_size=1).map(
        tuple
    ),
    st.lists(st.sampled_from(["Name", "Email", "Profile.Name"]).map(tree.Name), max_size=2).map(tuple),
)


def family(items: st.SearchStrategy[Any], names: list[str]) -> st.SearchStrategy[tree.Select]:
    return st.builds(
        tree.Select,
        items=st.lists(items, min_size=1, max_size=3).map(tuple),
        object=st.sampled_from(names).map(tree.Name),
        where=st.none() | COMMON_CONDITIONS,
        order=st.lists(
            st.builds(tree.Ordering, st.builds(tree.Operand, COMMON.map(tree.Name)), st.booleans(), soql_text.ENDS),
            max_size=1,
        ).map(tuple),
        limit=st.none() | st.integers(0, 300),
        offset=st.none() | st.integers(0, 5),
    )


GRANDCHILDREN = family(COMMON_ITEMS, ["CampaignMembers", "Tasks", "Contacts"])
CHILDREN = family(COMMON_ITEMS | TYPEOFS | GRANDCHILDREN, ["Contacts", "Opportunities", "Tasks", "ChildAccounts"])
FAMILIES = family(COMMON_ITEMS | CHILDREN, ["Account"]) | family(COMMON_ITEMS | TYPEOFS, ["Task", "Event"])


class TestAnyQuery:
    @given(select=SELECTS)
    @settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_is_answered_or_refused(self, seeded, select):
        reply = seeded.call("GET", "/query", params={"q": soql_text.text(select)})

        assert reply.status_code in {200, 400}, soql_text.text(select)
        if reply.status_code == 400:
            assert reply.json()[0]["message"]

    @given(select=FAMILIES)
    @settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_of_relatives_is_answered_or_refused(self, seeded, select):
        reply = seeded.call("GET", "/query", params={"q": soql_text.text(select)})

        assert reply.status_code in {200, 400}, soql_text.text(select)

    @pytest.mark.parametrize(
        "condition",
        [
            " OR ".join(f"Name = '{number}'" for number in range(3_000)),
            "NOT (" * 300 + "Id = null" + ")" * 300,
            "Name = 'a\0b'",
            "Name = '\ud83d\ude42'".encode("utf-16", "surrogatepass").decode("utf-16"),
            "Name IN (" + ",".join(f"'{number}'" for number in range(4_000)) + ")",
        ],
        ids=["many", "deep", "zero", "smile", "list"],
    )
    def test_may_be_large_or_strange(self, seeded, condition):
        reply = seeded.call("POST", "/composite/batch", json={
            "batchRequests": [{"method": "GET", "url": f"v60.0/query?q=SELECT+Id+FROM+Lead+WHERE+{condition}"}]
        })  # fmt: skip

        assert reply.status_code == 200
        assert reply.json()["results"][0]["statusCode"] in {200, 400}
