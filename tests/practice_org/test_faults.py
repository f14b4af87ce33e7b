from __future__ import annotations

import pytest
import requests


class TestFault:
    @pytest.mark.parametrize(
        ("kind", "status", "code"),
        [
            ("error-500", 500, "UNKNOWN_EXCEPTION"),
            ("busy-503", 503, "SERVER_UNAVAILABLE"),
            ("expire-session", 401, "INVALID_SESSION_ID"),
            ("limit", 403, "REQUEST_LIMIT_EXCEEDED"),
            ("row-lock", 400, "UNABLE_TO_LOCK_ROW"),
        ],
    )
    def test_strikes_as_often_as_asked(self, org, kind, status, code):
        org.trainer("POST", "/faults", {"kind": kind, "pattern": "^GET /limits$", "count": 2})

        replies = [org.call("GET", "/limits") for _ in range(3)]

        assert [reply.status_code for reply in replies] == [status, status, 200]
        assert replies[0].json()[0]["errorCode"] == code

    def test_strikes_only_what_its_pattern_names(self, org):
        org.trainer("POST", "/faults", {"kind": "error-500", "pattern": "jobs/query", "count": -1})

        assert org.call("GET", "/limits").status_code == 200
        assert org.call("GET", "/jobs/query").status_code == 500
        assert org.call("GET", "/jobs/query").status_code == 500

    def test_can_let_some_calls_pass_first(self, org):
        org.trainer("POST", "/faults", {"kind": "html", "pattern": "limits", "after": 1})

        first, second = org.call("GET", "/limits"), org.call("GET", "/limits")

        assert first.status_code == 200
        assert second.status_code == 503
        assert second.headers["Content-Type"].startswith("text/html")

    def test_cuts_a_page_of_csv_in_the_middle(self, org):
        job = org.job("SELECT Id, Name, Email, Street FROM Lead")
        whole = org.page(job["id"]).content
        org.trainer("POST", "/faults", {"kind": "reset", "pattern": "results", "size": 500})

        with pytest.raises(requests.exceptions.ChunkedEncodingError):
            org.page(job["id"])

        assert org.page(job["id"]).content == whole

    def test_ends_a_page_early_without_a_word(self, org):
        job = org.job("SELECT Id FROM Lead")
        org.trainer("POST", "/faults", {"kind": "truncate", "pattern": "results", "size": 700})

        page = org.call("GET", f"/jobs/query/{job['id']}/results", headers={"Accept-Encoding": "identity"})

        assert len(page.content) == 700
        assert page.headers["Sforce-NumberOfRecords"] == str(job["numberRecordsProcessed"])

    def test_can_be_taken_back(self, org):
        org.trainer("POST", "/faults", {"kind": "error-500", "pattern": "", "count": -1})

        org.trainer("DELETE", "/faults")

        assert org.trainer("GET", "/faults") == []
        assert org.call("GET", "/limits").status_code == 200


class TestExpireSessions:
    def test_makes_every_client_sign_in_again(self, org):
        org.trainer("POST", "/expire-sessions")

        assert org.call("GET", "/limits").status_code == 401
        assert org.sign_in().call("GET", "/limits").status_code == 200
