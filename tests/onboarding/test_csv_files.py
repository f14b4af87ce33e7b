from __future__ import annotations

from apps.onboarding import csv_files


class TestACsvFile:
    def test_holds_rows_as_they_are(self):
        file = csv_files.response("cycles", ["Object", "New"], [["Lead", 5], ['Say "Ahoy"', None]])

        assert file.content.decode() == '\ufeffObject,New\r\nLead,5\r\n"Say ""Ahoy""",\r\n'
        assert file["Content-Disposition"] == 'attachment; filename="cycles.csv"'

    def test_gives_a_spreadsheet_nothing_to_execute(self):
        file = csv_files.response("errors", ["Value"], [["=HYPERLINK(0)"], ["-5"], ["@x"]])

        assert file.content.decode().splitlines()[1:] == ["'=HYPERLINK(0)", "'-5", "'@x"]
