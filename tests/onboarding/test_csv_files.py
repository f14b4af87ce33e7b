"""Files for spreadsheets: a record's own text must not become a formula in somebody's Excel."""

from __future__ import annotations

import pytest

from apps.onboarding import csv_files


def written(*cells):
    answer = csv_files.response("file", ["Head"], [cells])
    return answer.content.decode().splitlines()[1]


class TestResponse:
    @pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"])
    def test_takes_the_sting_out_of_what_begins_like_a_formula(self, begin):
        assert written(f"{begin}1+1") == f'"\'{begin}1+1"'

    def test_quotes_text_so_that_no_other_separator_parts_it(self):
        assert written("a;=1+1", 7, None) == '"a;=1+1",7,""'

    def test_carries_the_mark_that_excel_looks_for_and_a_name(self):
        answer = csv_files.response("cycles", ["Object"], [["Lead"]])

        assert answer.content.decode() == '\ufeff"Object"\r\n"Lead"\r\n'
        assert answer["Content-Disposition"] == 'attachment; filename="cycles.csv"'
