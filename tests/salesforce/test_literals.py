from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.salesforce import literals

ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def said(literal):
    """What Salesforce understands; fails where a quote would end the text early."""
    assert re.fullmatch(r"'(?:[^'\\]|\\.)*'", literal, re.DOTALL)
    return re.sub(r"\\(.)", lambda found: ESCAPES.get(found[1], found[1]), literal[1:-1], flags=re.DOTALL)


class TestText:
    @given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
    def test_means_what_was_typed_and_nothing_more(self, typed):
        assert said(literals.text(typed)) == typed

    @given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
    def test_ends_no_pattern_early(self, typed):
        assert said(literals.pattern(typed, anywhere=True)).startswith("%")

    def test_has_no_nul(self):
        with pytest.raises(ValueError, match="NUL"):
            literals.text("a\0b")


class TestOtherTypes:
    @given(st.text(max_size=30))
    @pytest.mark.parametrize(
        ("write", "shape"),
        [
            (literals.number, r"-?\d+(\.\d+)?"),
            (literals.flag, r"true|false"),
            (literals.day, r"\d{4}-\d\d-\d\d"),
            (literals.instant, r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
            (literals.clock, r"\d\d:\d\d:\d\d\.\d{3}Z"),
        ],
    )
    def test_are_of_their_shape_or_refused(self, write, shape, typed):
        try:
            written = write(typed)
        except ValueError:
            return
        assert re.fullmatch(shape, written, re.ASCII)

    @pytest.mark.parametrize(
        ("write", "typed", "written"),
        [
            (literals.number, " 12.50 ", "12.50"),
            (literals.number, "1e3", "1000"),
            (literals.day, "2026-01-31", "2026-01-31"),
            (literals.instant, "2026-01-31", "2026-01-31T00:00:00Z"),
            (literals.instant, "2026-01-31T09:30:00+09:00", "2026-01-31T00:30:00Z"),
            (literals.clock, "08:15", "08:15:00.000Z"),
        ],
    )
    def test_are_written_as_salesforce_wants_them(self, write, typed, written):
        assert write(typed) == written
