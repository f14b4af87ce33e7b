from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(scope="module")
def library(process) -> Any:
    org = process.new_org(records=1).sign_in()
    rows = [
        {"LastName": "Quixote", "FirstName": "Don", "Company": "La Mancha", "Email": "don@mancha.example"},
        {"LastName": "Panza", "FirstName": "Sancho", "Company": "La Mancha", "Phone": "+34 600 1605"},
        {"LastName": "Quixotic", "Company": "Windmills {and} sons"},
    ]
    org.trainer("POST", "/records/Lead", rows)
    org.trainer("POST", "/records/Account", {"Name": "La Mancha"})
    return org


def names(reply: Any) -> list[str]:
    return [record["LastName"] for record in reply["searchRecords"]]


def find(org: Any, statement: str) -> Any:
    return org.call("GET", "/search", params={"q": statement}).json()


class TestSearch:
    @pytest.mark.parametrize(
        ("sought", "found"),
        [
            ("{quixote}", ["Quixote"]),
            ("{quix*}", ["Quixote", "Quixotic"]),
            ("{don mancha}", ["Quixote"]),
            ('{"la mancha"}', ["Quixote", "Panza"]),
            ("{windmills \\{and\\}}", ["Quixotic"]),
            ("{mancha} IN NAME FIELDS", []),
            ("{mancha*} IN EMAIL FIELDS", ["Quixote"]),
            ("{1605} IN PHONE FIELDS", ["Panza"]),
        ],
    )
    def test_finds_records_that_hold_every_word(self, library, sought, found):
        reply = find(library, f"FIND {sought} RETURNING Lead(LastName ORDER BY CreatedDate, Id)")

        assert sorted(names(reply)) == sorted(found)

    def test_gives_records_of_each_object_asked_for(self, library):
        statement = "FIND {mancha} RETURNING Account, Lead(Id, LastName WHERE FirstName = 'Don' LIMIT 1)"

        found = find(library, statement)["searchRecords"]

        assert [record["attributes"]["type"] for record in found] == ["Account", "Lead"]
        assert [list(record) for record in found] == [["attributes", "Id"], ["attributes", "Id", "LastName"]]

    def test_looks_everywhere_when_nothing_is_said(self, library):
        found = find(library, "FIND {mancha}")["searchRecords"]

        assert {record["attributes"]["type"] for record in found} == {"Account", "Lead"}

    @pytest.mark.parametrize("statement", ["FIND {q}", "FIND mancha", "SELECT Id FROM Lead", ""])
    def test_refuses_what_is_no_search(self, library, statement):
        assert find(library, statement)[0]["errorCode"] == "MALFORMED_SEARCH"


class TestParameterizedSearch:
    def test_takes_parameters(self, library):
        asked = {"q": "mancha", "sobject": "Lead", "Lead.fields": "LastName", "Lead.where": "FirstName = 'Sancho'"}

        assert names(library.call("GET", "/parameterizedSearch", params=asked).json()) == ["Panza"]

    def test_takes_a_body(self, library):
        asked = {"q": "Quixot*", "in": "NAME", "sobjects": [{"name": "Lead", "fields": ["LastName"], "limit": 1}]}

        assert len(library.call("POST", "/parameterizedSearch", json=asked).json()["searchRecords"]) == 1
