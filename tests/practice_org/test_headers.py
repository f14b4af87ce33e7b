"""The headers of every reply, and the list of versions that needs no token."""

from __future__ import annotations

import contextlib
import http.client
import re
from urllib.parse import urlsplit

import pytest

OURS_TO_CHOOSE = {"date", "connection", "transfer-encoding", "content-length"}
TRACES = {"x-b3-traceid", "x-b3-spanid", "x-b3-sampled"}


def raw(org, path: str, **headers: str) -> http.client.HTTPResponse:
    """With all cookies in their places, which nicer clients fold together."""
    connection = http.client.HTTPConnection(urlsplit(org.base).netloc, timeout=30)
    with contextlib.closing(connection):
        connection.request("GET", path, headers=headers)
        reply = connection.getresponse()
        reply.read()
    return reply


def names(pairs: list[tuple[str, str]]) -> list[str]:
    """In their order; a cookie counts by its own name."""
    found = []
    for name, value in pairs:
        lower = name.lower()
        if lower not in OURS_TO_CHOOSE | TRACES:
            found.append(f"set-cookie {value.partition('=')[0]}" if lower == "set-cookie" else lower)
    return found


class TestHeaders:
    def test_of_data_are_those_of_the_recording_in_their_order(self, seeded, recording):
        recorded = recording("query/small-queries.json")[0]["response"]["headers"]
        token = seeded.session.headers["Authorization"]

        reply = raw(seeded, "/services/data/v42.0/query?q=SELECT+Id+FROM+Lead+LIMIT+1", Authorization=token)

        assert names(reply.getheaders()) == names(recorded)
        assert re.fullmatch(r"api-usage=\d+/112000", reply.getheader("Sforce-Limit-Info"))

    def test_have_the_values_of_the_recording(self, seeded, recording):
        recorded = dict(recording("query/small-queries.json")[0]["response"]["headers"])
        token = seeded.session.headers["Authorization"]

        reply = raw(seeded, "/services/data/v42.0/query?q=SELECT+Id+FROM+Lead+LIMIT+1", Authorization=token)

        for name in ("Strict-Transport-Security", "X-Robots-Tag", "Cache-Control", "Content-Type", "Vary"):
            assert reply.getheader(name) == recorded[name]

    def test_of_an_expired_password_are_those_of_the_recording(self, org, recording):
        recorded = recording("errors/401-INVALID_OPERATION_WITH_EXPIRED_PASSWORD.json")[0]["response"]["headers"]
        org.trainer("POST", "/switches", {"password_expired": True})

        reply = raw(org, "/services/data/v42.0/query?q=x", Authorization=org.session.headers["Authorization"])

        assert names(reply.getheaders()) == names(recorded)

    @pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer x"}, {"Authorization": "Basic x"}])
    def test_of_a_stranger_name_the_scheme(self, seeded, header):
        reply = raw(seeded, "/services/data/v60.0/limits", **header)

        assert reply.status == 401
        assert reply.getheader("WWW-Authenticate") == "Token"
        assert reply.getheader("Sforce-Limit-Info") is None

    @pytest.mark.parametrize("scheme", ["OAuth", "bearer"])
    def test_take_the_older_word_for_bearer_in_any_case(self, seeded, scheme):
        token = seeded.session.headers["Authorization"].replace("Bearer", scheme)

        assert raw(seeded, "/services/data/v60.0/limits", Authorization=token).status == 200


class TestVersions:
    def test_need_no_token_and_come_oldest_first(self, seeded):
        found = seeded.session.get(f"{seeded.base}/services/data", headers={"Authorization": ""}, timeout=30).json()

        numbers = [float(one["version"]) for one in found]
        assert numbers == sorted(numbers)
        assert found[0] == {"label": "Summer '14", "url": "/services/data/v31.0", "version": "31.0"}
        assert found[-1] == {"label": "Spring '26", "url": "/services/data/v66.0", "version": "66.0"}

    def test_carry_a_typographic_apostrophe_where_one_was_recorded(self, seeded):
        found = seeded.session.get(f"{seeded.base}/services/data", timeout=30).json()

        assert "Spring ’18" in {one["label"] for one in found}

    @pytest.mark.parametrize(("version", "status"), [("v30.0", 410), ("v67.0", 404), ("v99.0", 404)])
    def test_end_at_both_sides(self, seeded, version, status):
        reply = seeded.session.get(f"{seeded.base}/services/data/{version}/limits", timeout=30)

        assert reply.status_code == status

    def test_are_compact_and_pretty_when_asked(self, seeded):
        compact = seeded.session.get(f"{seeded.base}/services/data", timeout=30).text
        pretty = seeded.session.get(f"{seeded.base}/services/data", headers={"X-PrettyPrint": "1"}, timeout=30).text

        assert compact.startswith('[{"label":')
        assert '"version" : "31.0"' in pretty
