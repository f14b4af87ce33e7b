"""Whatever somebody sends is answered or refused in words; nothing of it breaks the org."""

from __future__ import annotations

import gzip
import json

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NAMES = st.sampled_from(
    [
        "attributes",
        "type",
        "referenceId",
        "LastName",
        "Company",
        "Email",
        "AnnualRevenue",
        "OwnerId",
        "Owner",
        "Qualified_At__c",
        "Demo_Requested_On__c",
        "Callback_Time__c",
        "GDPR_Consent__c",
        "records",
        "allOrNone",
        "Id",
        "method",
        "url",
        "body",
        "graphId",
        "compositeRequest",
        "batchRequests",
        "graphs",
        "object",
        "operation",
        "state",
    ]
)
WORDS = st.sampled_from(
    [
        "Lead",
        "insert",
        "upsert",
        "GET",
        "POST",
        "/services/data/v60.0/sobjects/Lead",
        "/services/data/v60.0/query?q=x",
        "@{a.b[0]}",
        "9999-12-31T23:59:59-14:00",
        "0000-00-00",
        "00Q000000000001EAA",
        "1e400",
        "\ud800",
        "\x00",
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(NAMES, inside, max_size=5),
    max_leaves=12,
)
BODIES = st.dictionaries(NAMES, VALUES, min_size=1, max_size=6)
PLACES = st.sampled_from(
    [
        ("POST", "/sobjects/Lead"),
        ("PATCH", "/sobjects/Lead/Email/x@example.com"),
        ("POST", "/composite/sobjects"),
        ("PATCH", "/composite/sobjects"),
        ("PATCH", "/composite/sobjects/Lead/Email"),
        ("POST", "/composite/sobjects/Lead"),
        ("POST", "/composite"),
        ("POST", "/composite/batch"),
        ("POST", "/composite/graph"),
        ("POST", "/composite/tree/Lead"),
        ("POST", "/jobs/ingest"),
    ]
)


class TestAnyBody:
    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(place=PLACES, body=BODIES)
    def test_is_answered_or_refused(self, org, place, body):
        text = json.dumps(body)

        reply = org.call(*place, data=text, headers={"Content-Type": "application/json"})

        assert reply.status_code < 500, reply.text
        assert "UNKNOWN_EXCEPTION" not in reply.text

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(values=st.dictionaries(NAMES, VALUES, max_size=4))
    def test_of_a_row_is_answered_or_refused(self, org, values):
        row = {"attributes": {"type": "Lead"}, "LastName": "Doe", "Company": "Example", **values}

        reply = org.call("POST", "/composite/sobjects", data=json.dumps({"records": [row]}))

        assert reply.status_code < 500, reply.text


class TestBodyThatNobodyCanRead:
    @pytest.mark.parametrize("encoding", ["gzip", "br"])
    def test_is_refused_for_its_encoding(self, seeded, encoding):
        reply = seeded.call("POST", "/sobjects/Lead", data=b"{}", headers={"Content-Encoding": encoding})

        assert reply.status_code == 415
        assert reply.json()[0]["errorCode"] == "UNSUPPORTED_MEDIA_TYPE"

    def test_is_refused_when_gzip_ends_early(self, seeded):
        packed = gzip.compress(b'{"LastName": "Doe"}')[:-9]

        reply = seeded.call("POST", "/sobjects/Lead", data=packed, headers={"Content-Encoding": "gzip"})

        assert reply.status_code == 415

    def test_is_refused_when_nested_without_end(self, seeded):
        reply = seeded.call("POST", "/composite/sobjects", data="[" * 5_000)

        assert reply.json()[0]["errorCode"] == "JSON_PARSER_ERROR"

    @pytest.mark.parametrize("letter", ["u", "c", "m"])
    @pytest.mark.parametrize("head", ['<?xml version="1.0" encoding="none"?>', '<?xml version="1.0" encoding="big5"?>'])
    def test_is_a_fault_over_soap(self, seeded, letter, head):
        reply = requests.post(f"{seeded.base}/services/Soap/{letter}/60.0", data=f"{head}<a/>", timeout=30)

        assert "UNKNOWN_EXCEPTION" in reply.text
        assert "Fault>" in reply.text

    def test_is_a_fault_over_soap_when_nested_without_end(self, seeded):
        text = "<a>" * 2_000 + "</a>" * 2_000

        reply = requests.post(f"{seeded.base}/services/Soap/m/60.0", data=text, timeout=30)

        assert "elements inside each other" in reply.text

    @pytest.mark.parametrize("body", ["[]", "7", '{"records": "many"}', '{"records": -1}', "[" * 5_000])
    def test_makes_no_org(self, process, body):
        reply = requests.post(f"{process.base}/practice/orgs", data=body, timeout=30)

        assert reply.status_code == 400
        assert reply.json()["error"]


class TestAddressThatIsNotThere:
    @pytest.mark.parametrize("path", ["/services/async/60.0/job", "/services/apexrest/x", "/services/oauth2/nope"])
    def test_is_refused_as_json(self, seeded, path):
        reply = seeded.session.post(f"{seeded.base}{path}", timeout=30)

        assert reply.status_code == 404
        assert reply.json() == [{"errorCode": "NOT_FOUND", "message": "The requested resource does not exist"}]

    def test_refuses_a_method_as_json(self, seeded):
        reply = seeded.session.options(f"{seeded.base}/services/data/v60.0/sobjects", timeout=30)

        assert reply.status_code == 405
        assert reply.json()[0]["errorCode"] == "METHOD_NOT_ALLOWED"
