"""Every trouble as a plain client meets it."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime

import pytest
import requests

from tests.practice_org.client import Process

RESULTS = "GET /jobs/query/.*/results"


class TestRefusal:
    @pytest.mark.parametrize(
        ("kind", "status", "code"),
        [
            ("error-500", 500, "UNKNOWN_EXCEPTION"),
            ("busy-503", 503, "SERVER_UNAVAILABLE"),
            ("limit", 403, "REQUEST_LIMIT_EXCEEDED"),
            ("row-lock", 400, "UNABLE_TO_LOCK_ROW"),
            ("query-timeout", 400, "QUERY_TIMEOUT"),
            ("expire-locator", 400, "INVALID_QUERY_LOCATOR"),
        ],
    )
    def test_strikes_as_often_as_asked(self, org, kind, status, code):
        org.trainer("POST", "/faults", {"kind": kind, "pattern": "^GET /limits$", "count": 2})

        replies = [org.call("GET", "/limits") for _ in range(3)]

        assert [reply.status_code for reply in replies] == [status, status, 200]
        assert replies[0].json()[0]["errorCode"] == code

    @pytest.mark.parametrize(
        ("kind", "status"),
        [("error-502", 502), ("html", 503), ("html-200", 200), ("error-406", 406), ("error-429", 429)],
    )
    def test_may_be_a_page_instead_of_json(self, org, kind, status):
        org.trainer("POST", "/faults", {"kind": kind, "pattern": "limits"})

        reply = org.call("GET", "/limits")

        assert reply.status_code == status
        assert reply.headers["Content-Type"].startswith("text/html")
        assert reply.text.startswith("<html>")

    def test_may_say_when_to_come_back(self, org):
        org.trainer("POST", "/faults", {"kind": "error-429", "size": 7})

        assert org.call("GET", "/limits").headers["Retry-After"] == "7"

    def test_of_the_edge_has_no_body(self, org):
        org.trainer("POST", "/faults", {"kind": "error-420"})

        reply = org.call("GET", "/limits")

        assert (reply.status_code, reply.content) == (420, b"")

    def test_reaches_the_token_endpoint(self, org):
        org.trainer("POST", "/faults", {"kind": "busy-503", "pattern": "oauth2/token"})
        form = {"grant_type": "refresh_token", "client_id": org.facts["app"]["consumer_key"]}

        replies = [requests.post(f"{org.base}/services/oauth2/token", data=form, timeout=60) for _ in range(2)]

        assert [reply.status_code for reply in replies] == [503, 400]


class TestWhichCalls:
    def test_are_those_of_the_pattern(self, org):
        org.trainer("POST", "/faults", {"kind": "error-500", "pattern": "jobs/query", "count": -1})

        assert org.call("GET", "/limits").status_code == 200
        assert [org.call("GET", "/jobs/query").status_code for _ in range(2)] == [500, 500]

    def test_may_be_told_by_their_query(self, org):
        job = org.job("SELECT Id FROM Lead")
        org.trainer("POST", "/faults", {"kind": "expire-locator", "pattern": "locator=", "count": -1})

        first = org.page(job["id"], maxRecords=5)
        second = org.page(job["id"], maxRecords=5, locator=first.headers["Sforce-Locator"])

        assert first.status_code == 200
        assert second.json() == [{"message": "invalid query locator", "errorCode": "INVALID_QUERY_LOCATOR"}]

    def test_come_after_those_that_pass(self, org):
        org.trainer("POST", "/faults", {"kind": "busy-503", "pattern": "limits", "after": 2})

        assert [org.call("GET", "/limits").status_code for _ in range(4)] == [200, 200, 503, 200]

    def test_are_drawn_by_chance_the_same_way_for_the_same_seed(self, org):
        fault = {"kind": "busy-503", "pattern": "limits", "count": -1, "probability": 0.4, "seed": 5}

        runs = []
        for _ in range(2):
            org.trainer("POST", "/faults", fault)
            runs.append([org.call("GET", "/limits").status_code for _ in range(20)])
            (standing,) = org.trainer("GET", "/faults")
            org.trainer("DELETE", "/faults")

        assert runs[0] == runs[1]
        assert set(runs[0]) == {200, 503}
        assert (standing["seen"], standing["hits"]) == (20, runs[1].count(503))

    def test_are_none_once_it_is_taken_back(self, org):
        first = org.trainer("POST", "/faults", {"kind": "error-500", "count": -1})
        org.trainer("POST", "/faults", {"kind": "limit", "count": -1})

        org.trainer("DELETE", f"/faults/{first['id']}")
        between = org.call("GET", "/limits")
        org.trainer("DELETE", "/faults")

        assert between.status_code == 403
        assert org.trainer("GET", "/faults") == []
        assert org.call("GET", "/limits").status_code == 200

    @pytest.mark.parametrize(
        "fault",
        [
            {"kind": "nothing"},
            {"kind": "slow", "pattern": "("},
            {"kind": "slow", "probability": 2},
            {"kind": "slow", "often": 1},
        ],
    )
    def test_must_make_sense(self, org, fault):
        address = f"{org.base}/practice/orgs/{org.facts['org_id']}/faults"

        assert requests.post(address, json=fault, timeout=60).status_code == 400


class TestSession:
    def test_ends_between_two_pages(self, org):
        job = org.job("SELECT Id FROM Lead")
        org.trainer("POST", "/faults", {"kind": "expire-session", "pattern": RESULTS, "after": 1})

        first = org.page(job["id"], maxRecords=5)
        second = org.page(job["id"], maxRecords=5, locator=first.headers["Sforce-Locator"])
        other = org.call("GET", "/limits")
        again = org.sign_in().page(job["id"], maxRecords=5, locator=first.headers["Sforce-Locator"])

        assert [page.status_code for page in (first, second, other, again)] == [200, 401, 401, 200]
        assert second.json()[0]["errorCode"] == "INVALID_SESSION_ID"

    def test_ends_with_its_refresh_token(self, org):
        org.trainer("POST", "/faults", {"kind": "revoke-grant", "pattern": "limits"})

        assert org.call("GET", "/limits").status_code == 401
        facts = org.trainer("POST", "/revoke-grants")
        assert facts == {"revoked": 0}

    def test_of_everybody_ends_at_once(self, org):
        org.trainer("POST", "/expire-sessions")

        assert org.call("GET", "/limits").status_code == 401
        assert org.sign_in().call("GET", "/limits").status_code == 200


class TestJob:
    def test_fails(self, org):
        org.trainer("POST", "/faults", {"kind": "job-failed", "pattern": "POST /jobs/query"})

        job = org.job("SELECT Id FROM Lead")

        assert job["state"] == "Failed"
        assert job["errorMessage"] == "InternalServerError : Retried more than fifteen times"
        assert job["numberRecordsProcessed"] == 0
        assert org.page(job["id"]).json()[0]["errorCode"] == "INVALIDJOBSTATE"

    def test_is_aborted_by_somebody_else_while_it_runs(self, org):
        org.trainer("POST", "/faults", {"kind": "slow-job", "pattern": "POST /jobs/query", "size": 60})
        org.trainer("POST", "/faults", {"kind": "job-aborted", "pattern": "GET /jobs/query/[^/]+$", "after": 1})
        made = org.call("POST", "/jobs/query", json={"operation": "query", "query": "SELECT Id FROM Lead"}).json()

        states = [org.call("GET", f"/jobs/query/{made['id']}").json()["state"] for _ in range(3)]

        assert states[0] in {"UploadComplete", "InProgress"}
        assert states[1:] == ["Aborted", "Aborted"]

    def test_takes_its_time(self, org):
        org.trainer("POST", "/faults", {"kind": "slow-job", "pattern": "POST /jobs/query", "size": 0.7})

        started = time.monotonic()
        job = org.job("SELECT Id FROM Lead")

        assert time.monotonic() - started >= 0.7
        assert (job["state"], job["numberRecordsProcessed"]) == (
            "JobComplete",
            org.query("SELECT COUNT() FROM Lead")["totalSize"],
        )


class TestField:
    def test_vanishes_between_describe_and_query(self, org):
        org.trainer("POST", "/faults", {"kind": "vanish-field", "pattern": "POST /jobs/query", "field": "Lead.Fax"})
        names = {field["name"] for field in org.call("GET", "/sobjects/Lead/describe").json()["fields"]}

        reply = org.call("POST", "/jobs/query", json={"operation": "query", "query": "SELECT Id, Fax FROM Lead"})

        assert "Fax" in names
        assert reply.status_code == 400
        assert reply.json()[0]["errorCode"] == "INVALID_FIELD"


class TestClock:
    def test_is_ahead_for_replies_and_records(self, org):
        org.trainer("POST", "/faults", {"kind": "skew", "size": 3 * 3600})

        lead = org.call("POST", "/sobjects/Lead", json={"LastName": "Late", "Company": "x"}).json()["id"]
        reply = org.call("GET", f"/sobjects/Lead/{lead}", params={"fields": "SystemModstamp"})
        theirs = parsedate_to_datetime(reply.headers["Date"]).timestamp()

        assert theirs - time.time() == pytest.approx(3 * 3600, abs=60)
        assert reply.json()["SystemModstamp"][:13] == time.strftime("%Y-%m-%dT%H", time.gmtime(theirs))

    def test_is_right_when_nobody_touched_it(self, seeded):
        reply = seeded.call("GET", "/limits")

        assert reply.raw.headers.getlist("Date") == [reply.headers["Date"]]
        assert parsedate_to_datetime(reply.headers["Date"]).timestamp() == pytest.approx(time.time(), abs=60)


class TestCommandLine:
    def test_gives_every_org_its_troubles_until_the_next_start(self, tmp_path):
        troubled = Process(tmp_path, records=50, options=("--fault", "kind=busy-503 pattern='GET /limits' count=2"))
        org = troubled.start().org().sign_in()
        first = [org.call("GET", "/limits").status_code for _ in range(3)]
        troubled.stop()

        calm = Process(tmp_path, records=50).start()
        org = calm.org().sign_in()
        second = org.call("GET", "/limits").status_code
        calm.stop()

        assert (first, second) == ([503, 503, 200], 200)
