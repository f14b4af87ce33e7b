from __future__ import annotations

import datetime

from apps.practice_org.soql import dates

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

    def test_has_no_idea_of_other_words(self):
        assert dates.span("SOMETIME", NOW) is None


class TestInstant:
    def test_turns_any_offset_into_utc(self):
        found = dates.instant("2026-01-31T10:00:00+01:00")

        assert found == datetime.datetime(2026, 1, 31, 9, 0)  # noqa: DTZ001
