"""The same requests that were recorded from real orgs, asked of ours: same keys, types, order, headers and codes."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

# What a real org sends and a practice org does not: cookies of the browser, and headers of the server before it.
NOT_SENT = {"Set-Cookie", "Transfer-Encoding", "Connection", "X-XSS-Protection"}


def shape(value: Any) -> Any:
    """Keys in their order and types of values; of a list, the first entry stands for all."""
    if isinstance(value, dict):
        return [(key, shape(inside)) for key, inside in value.items()]
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value)


def keys(record: dict[str, Any]) -> list[Any]:
    """A value may be null in one org and not in another; its name and place are the same."""
    return [(key, keys(value) if key == "attributes" else None) for key, value in record.items()]


def asked(exchange: dict[str, Any]) -> str:
    query = exchange["request"].get("query") or parse_qs(urlsplit(exchange["request"]["path"]).query)
    found = query["q"]
    return found if isinstance(found, str) else found[0]


def is_query(exchange: dict[str, Any]) -> bool:
    return exchange["request"]["method"] == "GET" and "/query" in exchange["request"]["path"]


class TestReplies:
    @pytest.mark.parametrize(
        "name",
        [
            "query/recordCount-and-wide-Account-query.cumulusci.json",
            "query/recordCount-query-collections.cumulusci.v62.json",
        ],
    )
    def test_have_the_keys_of_the_recording(self, seeded, recording, name):
        """Our record types are those of leads."""
        for exchange in filter(is_query, recording(name)):
            expected = exchange["response"]["body"]
            statement = asked(exchange).replace("SObjectType='Account'", "SObjectType='Lead'")

            found = seeded.query(statement)

            assert list(found) == list(expected), found
            if expected["records"]:
                assert keys(found["records"][0]) == keys(expected["records"][0])

    def test_have_the_headers_of_the_recording(self, seeded, recording):
        exchange = recording("query/small-queries.json")[0]
        expected = {name: value for name, value in exchange["response"]["headers"] if name not in NOT_SENT}

        reply = seeded.call("GET", "/query", params={"q": asked(exchange)})

        assert reply.status_code == exchange["response"]["status"]
        assert set(expected) <= set(map(str.title, reply.headers)) | set(reply.headers) | {"Date"}
        for name in ("Content-Type", "Cache-Control", "Strict-Transport-Security", "X-Content-Type-Options", "Vary"):
            assert reply.headers[name] == expected[name]
        assert reply.headers["Sforce-Limit-Info"].startswith("api-usage=")

    def test_without_records_are_those_of_the_recording(self, seeded, recording):
        exchange = recording("query/small-queries.json")[-1]

        assert seeded.query(asked(exchange)) == exchange["response"]["body"]

    def test_hold_addresses_as_the_recording_does(self, seeded, recording):
        expected = recording("query/amp-labs.read-list-leads.json")["records"][0]

        found = seeded.records("SELECT Address, City, FirstName FROM Lead WHERE City != null LIMIT 1")[0]

        assert shape(found["attributes"]) == shape(expected["attributes"])
        assert list(found["Address"]) == list(expected["Address"])

    def test_name_permission_sets_as_the_recording_does(self, seeded, recording):
        expected = recording("query/amp-labs.metadata_write_permission-set.json")

        found = seeded.query("SELECT Id, Name FROM PermissionSet LIMIT 1")

        assert shape(found) == shape(expected)


class TestComposite:
    def test_answers_counts_and_errors_beside_each_other(self, seeded, recording):
        exchange = recording("composite/composite-count-with-INVALID_TYPE.json")[0]
        body = exchange["request"]["body"]
        for request in body["compositeRequest"]:
            request["url"] = request["url"].replace("vxx.0", "v60.0")

        found = seeded.call("POST", "/composite", json=body).json()["compositeResponse"]
        expected = exchange["response"]["body"]["compositeResponse"]

        assert [shape(one["body"]) for one in found] == [shape(one["body"]) for one in expected]
        assert found[1]["body"] == expected[1]["body"]
        assert [one["httpStatusCode"] for one in found] == [one["httpStatusCode"] for one in expected]


class TestRecordCount:
    def test_is_that_of_the_recording(self, seeded, recording):
        expected = recording("query/recordCount-and-wide-Account-query.cumulusci.json")[0]["response"]["body"]

        found = seeded.call("GET", "/limits/recordCount", params={"sObjects": "Account"}).json()

        assert shape(found) == shape(expected)


class TestLimits:
    def test_have_the_keys_of_the_recording(self, seeded, recording):
        """Ours has some more: allowances that later releases brought, each seen in the limits of 2026."""
        expected = recording("limits/limits.swiftly.json")

        found = seeded.call("GET", "/limits").json()

        assert set(expected) <= set(found)
        assert list(found) == sorted(found)
        for name in expected:
            assert {"Max", "Remaining"} <= set(found[name])
            assert isinstance(found[name]["Max"], int)
