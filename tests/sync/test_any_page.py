"""Whatever a page holds, each record lands equal, or without exactly the values that have a row error."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.sync import loader
from tests.sync.conftest import lead_id, page, record

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=40)
NUMBERS = st.one_of(
    st.integers(-(10**12), 10**12).map(lambda n: f"{n}.0"),
    st.sampled_from(["", "1e3", "0.50", "many", "1,000", "--", "٣", "5 000"]),
)
DATES = st.one_of(
    st.dates(datetime.date(1700, 1, 1)).map(str), st.sampled_from(["", "2026-02-30", "soon", "0000-00-00"])
)
RECORDS = st.lists(st.tuples(TEXTS, NUMBERS, DATES), max_size=8)


def reads(value, pattern):
    return bool(re.fullmatch(pattern, value))


@pytest.mark.parametrize("load", [loader.into_empty, loader.into_filled], ids=["empty", "filled"])
class TestAnyPage:
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(told=RECORDS)
    def test_lands_equal_or_as_row_errors(self, connection, plan, load, told):
        connection.execute("TRUNCATE person_lead, sync_row_error")
        records = [
            record(number, Company=text, NumberOfEmployees=amount, Birthday__c=day)
            for number, (text, amount, day) in enumerate(told)
        ]

        loaded = load(connection, plan, page(plan, *records), len(records))

        wrong = set(connection.execute("SELECT record_id, field FROM sync_row_error").fetchall())
        here = connection.execute(
            "SELECT sfdc_id, company, number_of_employees, birthday::text FROM person_lead ORDER BY sfdc_id"
        ).fetchall()
        assert loaded.rows == len(here) == len(records)
        for number, (text, amount, day) in enumerate(told):
            key, company, employees, birthday = here[number]
            assert key == lead_id(number)
            assert company == (text or None)
            assert ((key, "NumberOfEmployees") in wrong) == (employees is None and amount != "")
            assert ((key, "Birthday__c") in wrong) == (birthday is None and day != "")
            if reads(amount, r"-?\d+\.0"):
                assert employees == int(amount[:-2])
            if birthday is not None:
                assert birthday == day
        connection.rollback()
