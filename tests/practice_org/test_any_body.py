"""Whatever somebody sends is answered or refused in words; nothing of it breaks the org."""

from __future__ import annotations

import json

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
