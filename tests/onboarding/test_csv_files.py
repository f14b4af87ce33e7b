"""Files for spreadsheets: a record's own text must not become a formula in somebody's Excel."""

from __future__ import annotations

import csv

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


class TestDecoded:
    TEXT = "이름,전화\n김똠방,1\n"

    @pytest.mark.parametrize("form", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
    def test_reads_what_excel_writes(self, form):
        assert csv_files.decoded(self.TEXT.encode(form)) == self.TEXT

    def test_reads_unicode_text_of_either_end(self):
        assert csv_files.decoded(b"\xfe\xff" + self.TEXT.encode("utf-16-be")) == self.TEXT

    @pytest.mark.parametrize(
        "content",
        [
            "Müller,Zoë\n".encode("latin-1"),
            "Ärzte\n".encode("latin-1"),
            "a,b\n".encode("utf-16-le"),
            "a,b\n".encode("utf-32"),
            b"PK\x03\x04\x00\x00",
        ],
    )
    def test_refuses_other_letters_instead_of_guessing(self, content):
        with pytest.raises(csv_files.Unreadable):
            csv_files.decoded(content)


class TestRows:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_are_parted_as_the_first_line_is(self, delimiter):
        text = f'Email{delimiter}Phone\nray@a.example{delimiter}"1{delimiter}2\n3"\n'

        assert csv_files.rows(text) == [["Email", "Phone"], ["ray@a.example", f"1{delimiter}2\n3"]]

    def test_heed_the_line_that_names_the_separator(self):
        assert csv_files.rows("sep=;\r\nEmail;First, last\r\na;b\r\n") == [["Email", "First, last"], ["a", "b"]]

    def test_end_at_a_quotation_mark_that_is_never_closed(self):
        with pytest.raises(csv.Error):
            csv_files.rows('Email,Phone\nray@a.example,"1\nann@a.example,2\n')
