from __future__ import annotations

from apps.practice_org import ids


class TestFull:
    def test_adds_the_three_characters_that_keep_capitals(self):
        assert ids.full("00D000000000062") == "00D000000000062EAA"
        assert ids.full("001A0000006Vm9r") == "001A0000006Vm9rIAC"

    def test_keeps_an_id_that_has_them(self):
        assert ids.full("001A0000006Vm9rIAC") == "001A0000006Vm9rIAC"

    def test_refuses_what_is_no_id(self):
        assert ids.full("001A0000006Vm9rIAD") is None
        assert ids.full("short") is None
        assert ids.full("001A0000006Vm9é") is None


class TestMake:
    def test_counts_in_digits_capitals_and_small_letters(self):
        first, second = ids.make("00Q", "8a", 61), ids.make("00Q", "8a", 62)

        assert first.startswith("00Q8a000000000z")
        assert second.startswith("00Q8a0000000010")
        assert ids.full(second[:15]) == second
