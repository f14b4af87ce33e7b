"""Random conditions, asked of the org and worked out by hand on the same records: both must find the same ones."""

from __future__ import annotations

import datetime
import operator
import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.practice_org.soql import tree
from tests.practice_org import soql_text

Record = dict[str, Any]
TEXTS = [None, "alpha", "Alpha", "50%", "a_c", "abc", "O'Neil", "back\\slash", "Zoë", "line\nbreak", "x;y"]
NUMBERS = [None, -1.5, 0.0, 1.0, 99.99, 1_000_000.0]
DAYS = [None, "2024-02-29", "2025-01-01", "2025-12-31"]
MOMENTS = [None, "2024-02-29T23:59:59Z", "2025-01-01T00:00:00Z", "2025-06-15T12:30:00Z"]
TIMES = [None, "00:00:00.000Z", "09:30:00.000Z", "23:59:59.000Z"]
TIERS = [None, "Bronze", "Gold"]
INTERESTS = [None, "Analytics", "Analytics;Commerce", "Commerce;Support Plan"]
COLUMNS: dict[str, list[Any]] = {
    "Current_Vendor__c": TEXTS,
    "Budget__c": NUMBERS,
    "Demo_Requested_On__c": DAYS,
    "Qualified_At__c": MOMENTS,
    "Callback_Time__c": TIMES,
    "Customer_Tier__c": TIERS,
    "Product_Interest__c": INTERESTS,
    "Budget_Confirmed__c": [True, False],
    "External_CRM_Id__c": [None, "K-1", "k-1", "K-2"],
}
TEXT_COLUMNS = {"Current_Vendor__c", "Customer_Tier__c", "External_CRM_Id__c"}
ORDERS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def literal(column: str, value: Any) -> tree.Value:
    if value is None or isinstance(value, bool):
        return tree.Value("word", {None: "null", True: "true", False: "false"}[value])
    if isinstance(value, float):
        return tree.Value("number", f"{value:f}")
    kinds = {"Demo_Requested_On__c": "day", "Qualified_At__c": "moment", "Callback_Time__c": "time"}
    kind = kinds.get(column, "string")
    return tree.Value(kind, value if kind != "string" else soql_text.string(value))


def folded(column: str, value: Any) -> Any:
    """Text is compared without case, unless the field says otherwise."""
    if isinstance(value, str) and column != "External_CRM_Id__c" and column in TEXT_COLUMNS | {"Product_Interest__c"}:
        return value.lower()
    return value


@st.composite
def comparisons(draw: st.DrawFn) -> tuple[tree.Condition, Any]:
    column = draw(st.sampled_from(sorted(COLUMNS)))
    value = draw(st.sampled_from(COLUMNS[column]))
    is_ordered = value is not None and column not in {"Budget_Confirmed__c", "Product_Interest__c"}
    word = draw(st.sampled_from(["=", "!=", *(ORDERS if is_ordered else [])]))
    compare = tree.Compare(tree.Operand(tree.Name(column)), word, literal(column, value))
    wanted = folded(column, value)

    def holds(record: Record) -> bool:
        found = folded(column, record[column])
        if word in ORDERS:
            return found is not None and bool(ORDERS[word](found, wanted))
        return (found == wanted) is (word == "=")

    return compare, holds


@st.composite
def likes(draw: st.DrawFn) -> tuple[tree.Condition, Any]:
    parts = draw(
        st.lists(st.sampled_from(["%", "_", "a", "A", "c", "\\%", "\\_", "\\\\", "\\'", "0", "e"]), max_size=4)
    )
    column = "Current_Vendor__c"
    compare = tree.Compare(tree.Operand(tree.Name(column)), "LIKE", tree.Value("string", f"'{''.join(parts)}'"))
    wild = {"%": ".*", "_": "."}
    pattern = "".join(wild.get(part) or re.escape(part[-1]) for part in parts)

    def holds(record: Record) -> bool:
        return record[column] is not None and bool(re.fullmatch(pattern, record[column], re.IGNORECASE | re.DOTALL))

    return compare, holds


@st.composite
def memberships(draw: st.DrawFn) -> tuple[tree.Condition, Any]:
    column = draw(st.sampled_from(sorted(set(COLUMNS) - {"Budget_Confirmed__c"})))
    chosen = draw(st.lists(st.sampled_from(COLUMNS[column]), min_size=1, max_size=3))
    is_negated = draw(st.booleans())
    values = tuple(literal(column, value) for value in chosen)
    member = tree.Membership(tree.Operand(tree.Name(column)), values, None, is_negated)
    wanted = [folded(column, value) for value in chosen]
    return member, lambda record: (folded(column, record[column]) in wanted) is not is_negated


@st.composite
def inclusions(draw: st.DrawFn) -> tuple[tree.Condition, Any]:
    column = "Product_Interest__c"
    chosen = draw(st.lists(st.sampled_from([one for one in INTERESTS if one]), min_size=1, max_size=2))
    is_negated = draw(st.booleans())
    values = tuple(literal(column, value) for value in chosen)
    includes = tree.Includes(tree.Operand(tree.Name(column)), values, is_negated)

    def holds(record: Record) -> bool:
        found = set((record[column] or "").split(";"))
        return any(set(one.split(";")) <= found for one in chosen) is not is_negated

    return includes, holds


def _joined(parts: list[tuple[tree.Condition, Any]], word: str) -> tuple[tree.Condition, Any]:
    every = all if word == "AND" else any
    return tree.Joined(word, tuple(one for one, _ in parts)), lambda record: every(holds(record) for _, holds in parts)


CONDITIONS = st.recursive(
    st.one_of(comparisons(), likes(), memberships(), inclusions()),
    lambda inside: st.one_of(
        inside.map(lambda one: (tree.Negation(one[0]), lambda record: not one[1](record))),
        st.builds(_joined, st.lists(inside, min_size=2, max_size=3), st.sampled_from(["AND", "OR"])),
    ),
    max_leaves=5,
)


@pytest.fixture(scope="module")
def known(process):
    """An org of its own with records whose values were chosen to be confused, and those records by id."""
    org = process.new_org(records=1).sign_in()
    rows = [
        {column: values[(number * (index + 3) + number // 7) % len(values)] for index, (column, values) in spread}
        for number in range(60)
        for spread in [list(enumerate(COLUMNS.items()))]
    ]
    whole = [{"LastName": "Known", "Company": "Known Ltd", **row, "External_CRM_Id__c": None} for row in rows]
    keys = ["K-1", "k-1", "K-2"]
    for row, key in zip(whole, keys, strict=False):
        row["External_CRM_Id__c"] = key
    ids = org.trainer("POST", "/records/Lead", whole)["ids"]
    return org, dict(zip(ids, whole, strict=True))


class TestWhere:
    @given(found=CONDITIONS)
    @settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_finds_what_the_condition_says(self, known, found):
        org, records = known
        condition, holds = found
        statement = f"SELECT Id FROM Lead WHERE LastName = 'Known' AND ({soql_text.condition(condition)})"

        ids = {row["Id"] for row in org.records(statement)}

        assert ids == {key for key, record in records.items() if holds(record)}, statement


class TestDateWords:
    def test_begin_days_at_the_midnight_of_the_asker(self, org):
        """The sync user lives in Los Angeles."""
        now = datetime.datetime.now(datetime.UTC)
        local = now.astimezone(ZoneInfo("America/Los_Angeles"))
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(datetime.UTC)
        moments = [midnight - datetime.timedelta(seconds=1), midnight, midnight + datetime.timedelta(hours=20)]
        rows = [
            {"LastName": f"L{index}", "Company": "Words", "Qualified_At__c": f"{moment:%Y-%m-%dT%H:%M:%SZ}"}
            for index, moment in enumerate(moments)
        ]
        org.trainer("POST", "/records/Lead", rows)

        found = org.records("SELECT LastName FROM Lead WHERE Company = 'Words' AND Qualified_At__c = TODAY")

        assert {row["LastName"] for row in found} == {"L1", "L2"}
