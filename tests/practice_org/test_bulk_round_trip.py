"""What went into the org comes out of Bulk as it was, value for value, whatever the type, delimiter and line ending."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

DELIMITERS = {"COMMA": ",", "SEMICOLON": ";", "TAB": "\t", "PIPE": "|", "CARET": "^", "BACKQUOTE": "`"}
ENDINGS = {"LF": "\n", "CRLF": "\r\n"}
OBJECTS = ("Lead", "Contact", "Account", "Opportunity", "Campaign", "CampaignMember", "Task", "Event", "User")

TYPES = frozenset(
    [
        "boolean",
        "currency",
        "date",
        "datetime",
        "double",
        "email",
        "encryptedstring",
        "id",
        "int",
        "multipicklist",
        "percent",
        "phone",
        "picklist",
        "reference",
        "string",
        "textarea",
        "time",
        "url",
    ]
)

forms = st.tuples(st.sampled_from(sorted(DELIMITERS)), st.sampled_from(sorted(ENDINGS)))
awkward = st.sampled_from(
    ["=1+1", ' "quoted" ', '"', '""', ",", ";\t|^`", "\r\n", "line\nbreak", " leading", "trailing ", "𝒳🙂", "é́", "null"]
)
texts = st.one_of(
    awkward, st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=40)
)
moments = st.integers(0, 4_102_444_800).map(lambda seconds: datetime.datetime.fromtimestamp(seconds, datetime.UTC))
records = st.fixed_dictionaries(
    {},
    optional={
        "Description": texts,
        "UTM_Source__c": texts,
        "AnnualRevenue": st.integers(0, 10**15).map(float),
        "Discount_Offered__c": st.integers(0, 9_999).map(lambda number: number / 100),
        "NumberOfEmployees": st.integers(0, 99_999_999),
        "Demo_Requested_On__c": st.dates(datetime.date(1970, 1, 1), datetime.date(2100, 1, 1)).map(str),
        "Qualified_At__c": moments.map(lambda at: at.strftime("%Y-%m-%dT%H:%M:%S.000Z")),
        "Callback_Time__c": st.times().map(lambda at: at.strftime("%H:%M:%S.000Z")),
        "GDPR_Consent__c": st.booleans(),
        "Linkedin_Profile__c": st.just("https://example.com/a?b=c,d&e=;"),
        "Phone": st.sampled_from(["+1 (555) 010", "0049;89", '"9"']),
        "Personal_Email__c": st.just("o'hara@example.com"),
        "Tax_Number__c": st.sampled_from(["TAX1", "A,B"]),
    },
)


def parsed(content: bytes, delimiter: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline=""), delimiter=DELIMITERS[delimiter]))


def same(value: Any, text: str, field_type: str = "") -> bool:
    """Whether the text of a CSV is the value of a record."""
    if value is None:
        return text == ""
    if isinstance(value, bool):
        return text == str(value).lower()
    if isinstance(value, int | float):
        return float(text) == value and ("." in text) == (field_type != "int")
    return text == (value.replace("+0000", "Z") if field_type == "datetime" else value)


class TestWritten:
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(rows=st.lists(records, min_size=1, max_size=8), form=forms)
    def test_comes_out_equal(self, org, rows, form):
        delimiter, ending = form
        names = sorted({name for row in rows for name in row} | {"LastName"})
        made = org.trainer("POST", "/records/Lead", [{"LastName": "x", "Company": "y", **row} for row in rows])["ids"]

        job = org.job(f"SELECT Id, {', '.join(names)} FROM Lead", columnDelimiter=delimiter, lineEnding=ending)
        content = org.page(job["id"]).content
        found = {row["Id"]: row for row in parsed(content, delimiter)}

        for key, row in zip(made, rows, strict=True):
            for name in names:
                value = row.get(name, {"LastName": "x", "GDPR_Consent__c": False}.get(name))
                assert same(value, found[key][name], "int" if name == "NumberOfEmployees" else ""), name
        assert content.endswith(f'"{ENDINGS[ending]}'.encode())


class TestSeeded:
    @pytest.mark.parametrize("name", OBJECTS)
    def test_comes_out_equal_in_every_field(self, seeded, name):
        described = seeded.call("GET", f"/sobjects/{name}/describe").json()["fields"]
        types = {one["name"]: one["type"] for one in described if one["type"] not in {"address", "location"}}
        statement = f"SELECT {', '.join(types)} FROM {name}"
        rest = {record["Id"]: record for record in seeded.records(f"{statement} ORDER BY Id LIMIT 150")}

        job = seeded.job(statement, columnDelimiter="PIPE")
        bulk = {row["Id"]: row for row in parsed(seeded.page(job["id"]).content, "PIPE")}

        wrong = [
            (field, record[field], bulk[key][field])
            for key, record in rest.items()
            for field, field_type in types.items()
            if not same(record[field], bulk[key][field], field_type)
        ]
        assert wrong == []
        assert list(next(iter(bulk.values()))) == list(types)

    def test_covers_every_field_type(self, seeded):
        seen = {
            field["type"]
            for name in OBJECTS
            for field in seeded.call("GET", f"/sobjects/{name}/describe").json()["fields"]
        }

        assert seen >= TYPES
