import datetime

import pytest
import time_machine
from django.utils import timezone

from apps.timeline.templatetags import moments

NOON = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _berlin():
    with time_machine.travel(NOON, tick=False), timezone.override("Europe/Berlin"):
        yield


def _ago(**span):
    return NOON - datetime.timedelta(**span)


class TestMoment:
    @pytest.mark.parametrize(
        ("at", "words"),
        [(_ago(minutes=5), "12:55"), (_ago(days=3), "20 Nov"), (_ago(days=700), "23 Dec 2024"), (None, "")],
    )
    def test_is_as_short_as_it_can_be(self, at, words):
        assert words in moments.moment(at)

    def test_carries_the_whole_instant(self):
        said = moments.moment(_ago(days=3))

        assert 'datetime="2026-11-20T12:00:00+00:00"' in said
        assert "20 November 2026, 13:00:00" in said

    def test_turns_into_tomorrow_where_the_viewer_lives(self):
        with timezone.override("Asia/Seoul"):
            assert ">22 Nov<" in moments.moment(NOON - datetime.timedelta(hours=22))

    def test_has_a_long_form(self):
        assert ">today, 12:55<" in moments.moment_long(_ago(minutes=5))
        assert ">20 Nov, 13:00<" in moments.moment_long(_ago(days=3))

    def test_is_written_whole_for_paper(self):
        assert ">23 November 2026, 13:00:00 CET<" in moments.moment_whole(NOON)


class TestClock:
    def test_has_seconds_for_logs(self):
        assert ">13:00:00<" in moments.clock(NOON, "seconds")


class TestDayWords:
    @pytest.mark.parametrize(
        ("days", "words"), [(0, "Today"), (1, "Yesterday"), (3, "Friday 20 November"), (700, "23 December 2024")]
    )
    def test_head_what_happened_on_a_day(self, days, words):
        assert moments.day_words(_ago(days=days)) == words


class TestZoneWords:
    @pytest.mark.parametrize(
        ("zone", "words"),
        [
            ("Europe/Berlin", "Berlin time (UTC+1)"),
            ("UTC", "UTC"),
            ("Asia/Kolkata", "Kolkata time (UTC+5:30)"),
            ("America/New_York", "New York time (UTC-5)"),
        ],
    )
    def test_name_the_city_and_the_shift(self, zone, words):
        with timezone.override(zone):
            assert moments.zone_words(zone) == words
