"""Retry as a value: how often, and how long in between."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from apps.checklist.definition import Retry

RETRIES = st.builds(
    Retry,
    times=st.integers(0, 20),
    first_seconds=st.floats(0.1, 60),
    most_seconds=st.floats(60, 3600),
)


class TestSeconds:
    @given(RETRIES)
    def test_grow_up_to_a_ceiling_and_then_end(self, retry):
        waits = [retry.seconds(failures) for failures in range(retry.times)]

        assert waits == sorted(waits)
        assert all(0 < wait <= retry.most_seconds for wait in waits)
        assert retry.seconds(retry.times) is None

    def test_double_by_default(self):
        assert [Retry().seconds(failures) for failures in (0, 1, 2, 7, 8)] == [2, 4, 8, 256, None]

    def test_may_be_none_at_all(self):
        assert Retry(times=0).seconds(0) is None
