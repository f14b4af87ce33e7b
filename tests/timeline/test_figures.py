import pytest
from django.utils import translation

from apps.timeline.templatetags import figures


class TestFigure:
    def test_parts_thousands(self):
        assert ">281,904<" in figures.figure(281904)

    def test_greys_a_zero(self):
        assert "gw-zero" in figures.figure(0)

    def test_draws_a_dot_for_what_was_not_counted(self):
        assert ">·<" in figures.figure(None)


class TestRange:
    def test_is_written_with_to(self):
        assert figures.to(5, 9) == "5 to 9"

    def test_of_one_number_is_that_number(self):
        assert figures.to(5, 5) == "5"


class TestPercent:
    @pytest.mark.parametrize(("share", "words"), [(0.934, "93.4 %"), (1, "100 %"), (0.00061, "0.1 %"), (None, "")])
    def test_keeps_a_decimal_only_where_there_is_one(self, share, words):
        assert figures.percent(share) == words


class TestLasting:
    @pytest.mark.parametrize(
        ("seconds", "words"),
        [
            (0, "0 s"),
            (0.004, "0.1 s"),
            (6.2, "6.2 s"),
            (38, "38 s"),
            (38.4, "38 s"),
            (208, "3 min 28 s"),
            (7500, "2 h 5 min"),
            (3600, "1 h"),
            (356400, "4 d 3 h"),
            (None, ""),
        ],
    )
    def test_says_the_two_largest_units(self, seconds, words):
        assert figures.lasting(seconds) == words

    def test_speaks_the_language_of_the_reader(self):
        with translation.override("ko"):
            assert figures.plain(281904) == "281,904"
