from __future__ import annotations

import datetime

import pytest

from apps.practice_org.soql import dates
from apps.practice_org.soql.asker import Asker

NOW = datetime.datetime(2026, 11, 18, 15, 30)  # noqa: DTZ001 - the org's clock, a Wednesday


def day(month: int, number: int, year: int = 2026) -> datetime.datetime:
    return datetime.datetime(year, month, number)  # noqa: DTZ001


class TestSpan:
    def test_knows_single_days(self):
        assert dates.span("TODAY", NOW) == (day(11, 18), day(11, 19))
        assert dates.span("yesterday", NOW) == (day(11, 17), day(11, 18))

    def test_counts_days_up_to_and_with_today(self):
        assert dates.span("LAST_N_DAYS:3", NOW) == (day(11, 15), day(11, 19))
        assert dates.span("NEXT_N_DAYS:2", NOW) == (day(11, 19), day(11, 21))

    def test_begins_weeks_on_sunday(self):
        assert dates.span("THIS_WEEK", NOW) == (day(11, 15), day(11, 22))

    def test_knows_months_quarters_and_years(self):
        assert dates.span("LAST_MONTH", NOW) == (day(10, 1), day(11, 1))
        assert dates.span("THIS_QUARTER", NOW) == (day(10, 1), day(1, 1, 2027))
        assert dates.span("LAST_N_YEARS:2", NOW) == (day(1, 1, 2024), day(1, 1))

    def test_knows_units_that_lie_back(self):
        assert dates.span("N_DAYS_AGO:2", NOW) == (day(11, 16), day(11, 17))
        assert dates.span("N_WEEKS_AGO:1", NOW) == (day(11, 8), day(11, 15))
        assert dates.span("n_months_ago:11", NOW) == (day(12, 1, 2025), day(1, 1))
        assert dates.span("N_QUARTERS_AGO:4", NOW) == (day(10, 1, 2025), day(1, 1))

    def test_takes_the_calendar_year_as_the_fiscal_one(self):
        assert dates.span("THIS_FISCAL_QUARTER", NOW) == dates.span("THIS_QUARTER", NOW)
        assert dates.span("LAST_N_FISCAL_YEARS:3", NOW) == dates.span("LAST_N_YEARS:3", NOW)
        assert dates.span("N_FISCAL_QUARTERS_AGO:1", NOW) == dates.span("LAST_QUARTER", NOW)

    def test_counts_ninety_days(self):
        assert dates.span("LAST_90_DAYS", NOW) == dates.span("LAST_N_DAYS:90", NOW)
        assert dates.span("NEXT_90_DAYS", NOW) == dates.span("NEXT_N_DAYS:90", NOW)

    @pytest.mark.parametrize(
        "word", ["LAST_DECADE", "LAST_N_DAY:1", "THIS_FISCAL_MONTH", "N_DAYS_AGO", "N_YEARS_AGO:9999"]
    )
    def test_knows_no_near_misses(self, word):
        assert dates.span(word, NOW) is None

    def test_has_no_idea_of_other_words(self):
        assert dates.span("SOMETIME", NOW) is None


class TestAsker:
    def test_reads_words_off_their_own_clock(self):
        """Half past three in the morning in London is still yesterday in Los Angeles."""
        now = datetime.datetime(2026, 11, 18, 3, 30, tzinfo=datetime.UTC)
        asker = Asker(zone="America/Los_Angeles", now=now)

        assert asker.span("TODAY", is_instant=False) == (day(11, 17), day(11, 18))
        assert asker.span("TODAY", is_instant=True) == tuple(one.replace(hour=8) for one in (day(11, 17), day(11, 18)))

    def test_has_days_of_23_hours_when_the_clock_is_put_on(self):
        now = datetime.datetime(2026, 3, 8, 20, tzinfo=datetime.UTC)
        start, end = Asker(zone="America/Los_Angeles", now=now).span("TODAY", is_instant=True)

        assert end - start == datetime.timedelta(hours=23)


class TestInstant:
    def test_turns_any_offset_into_utc(self):
        found = dates.instant("2026-01-31T10:00:00+01:00")

        assert found == datetime.datetime(2026, 1, 31, 9, 0)  # noqa: DTZ001
