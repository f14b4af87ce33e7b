from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.practice_org import doubles
from apps.practice_org.storage import Engine


@pytest.fixture(scope="module")
def cursor(tmp_path_factory):
    engine = Engine(tmp_path_factory.mktemp("engine"))
    with engine.cursor("memory") as one:
        yield one
    engine.close()


@pytest.fixture(scope="module")
def written(cursor):
    """Writes a number as the CSV of a bulk result has it."""
    return lambda number: cursor.execute(f"SELECT {doubles.sql('?::DOUBLE')}", [number]).fetchone()[0]


def java(number: float) -> str:
    """What Java's Double.toString says of the shortest digits."""
    if number == 0 or 1e-3 <= abs(number) < 1e7:
        return repr(number)
    sign, digits, exponent = Decimal(repr(number)).as_tuple()
    text = "".join(map(str, digits)).rstrip("0")
    return f"{'-' if sign else ''}{text[0]}.{text[1:] or '0'}E{int(exponent) + len(digits) - 1}"


class TestDouble:
    @pytest.mark.parametrize(
        ("number", "text"),
        [
            (23.0, "23.0"),
            (-0.5, "-0.5"),
            (9_999_999.5, "9999999.5"),
            (80_000_000.0, "8.0E7"),
            (-139_000_000.0, "-1.39E8"),
            (16_147_805_824_397.0, "1.6147805824397E13"),
            (0.0005, "5.0E-4"),
            (None, None),
        ],
    )
    def test_is_written_as_salesforce_does(self, written, number, text):
        assert written(number) == text

    def test_may_be_missing_in_every_row(self, cursor):
        cursor.execute("CREATE OR REPLACE TABLE empty AS SELECT NULL::DOUBLE AS number FROM range(3)")

        assert cursor.execute(f"SELECT {doubles.sql('number')} FROM empty").fetchall() == [(None,)] * 3

    @given(
        st.one_of(
            st.floats(-1e18, 1e18, allow_subnormal=False),
            st.integers(-(10**18), 10**18).map(float),
            st.integers(0, 18).map(lambda power: 10.0**power),
            st.integers(0, 18).map(lambda power: 10.0**power - 1),
        )
    )
    def test_is_the_same_number_in_java_s_form(self, written, number):
        text = written(number)

        assert float(text) == number
        assert text == java(number) or number == 0
