from __future__ import annotations

import datetime

from apps.sync import speed
from apps.sync.speed import Saved

BEGAN = datetime.datetime(2026, 11, 23, 14, 0, tzinfo=datetime.UTC)


def at(seconds):
    return BEGAN + datetime.timedelta(seconds=seconds)


def steady(pages, rows=1000):
    """A page a second."""
    return [Saved("Lead", rows, at(number + 1)) for number in range(pages)]


class TestRate:
    def test_is_that_of_the_last_half_minute(self):
        slow_then_fast = [Saved("Lead", 10, at(1)), *(Saved("Lead", 3000, at(100 - n)) for n in range(30))]

        assert speed.rate(slow_then_fast, BEGAN, at(100)) == 3000

    def test_falls_to_nothing_when_nothing_is_saved(self):
        assert speed.rate(steady(5), BEGAN, at(300)) == 0


class TestForecast:
    def test_is_a_range_around_the_truth(self):
        found = speed.forecast(steady(20), BEGAN, remaining=10_000, now=at(20))

        assert found.low < at(30) < found.high

    def test_narrows_as_pages_come(self):
        early = speed.forecast(steady(3), BEGAN, remaining=10_000, now=at(3))
        late = speed.forecast(steady(20), BEGAN, remaining=10_000, now=at(20))

        assert late.high - late.low < early.high - early.low

    def test_says_nothing_before_the_first_page(self):
        assert speed.forecast([], BEGAN, remaining=10, now=at(5)) is None


class TestSeries:
    def test_holds_all_that_was_saved(self):
        spans = speed.series(steady(32), BEGAN, at(32))

        assert len(spans) == speed.POINTS
        assert sum(spans) * 2 == 32_000
