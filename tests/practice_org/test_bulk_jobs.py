"""Query jobs from their making to their end: states, keys, lists, limits."""

from __future__ import annotations

import pytest

from apps.practice_org.bulk import pages
from tests.practice_org.recordings import kinds, sent_at

LAUNCHED = "bulk2/amp-labs.bulk_read-launch-job-account.json"
TRACE = "bulk2/query-results-trace.forcedotcom-cli-2968.json"
# Of the other keys of a finished job a recorded ingest job gives the order; this one newer releases add for queries.
ADDED = ["isPkChunkingSupported"]


def made(org, statement="SELECT Id FROM Lead", **options):
    reply = org.call("POST", "/jobs/query", json={"operation": "query", "query": statement, **options})
    assert reply.ok, reply.text
    return reply.json()


def held(org, seconds=60):
    """A job that stays in progress."""
    org.trainer("POST", "/faults", {"kind": "slow-job", "pattern": "POST /jobs/query", "size": seconds})
    return made(org)


class TestNewJob:
    def test_has_keys_types_and_values_of_the_recording(self, seeded, recording):
        recorded = recording(LAUNCHED)

        job = made(seeded, "SELECT Id FROM Account")

        assert list(job) == list(recorded)
        assert kinds(job) == kinds(recorded)
        same = ("operation", "object", "state", "concurrencyMode", "contentType", "apiVersion", "lineEnding")
        assert {key: job[key] for key in same} == {key: recorded[key] for key in same}

    def test_remembers_what_it_was_asked_for(self, seeded):
        job = made(seeded, columnDelimiter="CARET", lineEnding="CRLF", contentType="CSV")

        assert (job["columnDelimiter"], job["lineEnding"]) == ("CARET", "CRLF")

    @pytest.mark.parametrize(
        ("asked", "code"),
        [
            ({"operation": "insert"}, "INVALIDJOB"),
            ({"query": " "}, "API_ERROR"),
            ({"columnDelimiter": "DOT"}, "INVALIDJOB"),
            ({"lineEnding": "CR"}, "INVALIDJOB"),
            ({"contentType": "JSON"}, "INVALIDJOB"),
        ],
    )
    def test_is_refused_for_a_wrong_word(self, seeded, asked, code):
        whole = {"operation": "query", "query": "SELECT Id FROM Lead", **asked}

        reply = seeded.call("POST", "/jobs/query", json=whole)

        assert (reply.status_code, reply.json()[0]["errorCode"]) == (400, code)

    def test_is_counted_against_the_day_even_when_deleted(self, org):
        org.trainer("POST", "/switches", {"daily_query_jobs": 2})
        first = org.job("SELECT Id FROM User")
        org.call("DELETE", f"/jobs/query/{first['id']}")
        org.job("SELECT Id FROM User")

        left = org.as_admin().call("GET", "/limits").json()["DailyBulkV2QueryJobs"]
        refused = org.call("POST", "/jobs/query", json={"operation": "query", "query": "SELECT Id FROM User"})

        assert left == {"Max": 2, "Remaining": 0}
        assert (refused.status_code, refused.json()[0]["errorCode"]) == (400, "LIMIT_EXCEEDED")


class TestState:
    def test_moves_on_over_time_with_all_keys(self, org, recording):
        recorded = recording(LAUNCHED)
        job = held(org)

        running = org.call("GET", f"/jobs/query/{job['id']}").json()
        done = org.job("SELECT Id FROM Lead")

        later = ["numberRecordsProcessed", "retries", "totalProcessingTime"]
        assert list(done) == [*list(recorded)[:-2], "jobType", *list(recorded)[-2:], *later, *ADDED]
        assert list(running) == list(done)
        assert running["state"] in {"UploadComplete", "InProgress"}
        assert (done["state"], done["jobType"]) == ("JobComplete", "V2Query")

    def test_names_the_error_of_a_failed_job_alone(self, org):
        org.trainer("POST", "/faults", {"kind": "job-failed", "pattern": "POST /jobs/query"})

        failed, done = org.job("SELECT Id FROM Lead"), org.job("SELECT Id FROM Lead")

        assert set(failed) - set(done) == {"errorMessage"}

    def test_may_be_ended_by_its_maker_while_it_runs(self, org):
        job = held(org)

        reply = org.call("PATCH", f"/jobs/query/{job['id']}", json={"state": "Aborted"})

        assert reply.json()["state"] == "Aborted"
        assert list(reply.json()) == list(job)
        assert org.call("GET", f"/jobs/query/{job['id']}").json()["state"] == "Aborted"

    @pytest.mark.parametrize("state", ["Aborted", "JobComplete"])
    def test_does_not_move_once_it_is_terminal(self, seeded, state):
        job = seeded.job("SELECT Id FROM User")

        reply = seeded.call("PATCH", f"/jobs/query/{job['id']}", json={"state": state})

        assert (reply.status_code, reply.json()[0]["errorCode"]) == (400, "INVALIDJOBSTATE")


class TestEnd:
    def test_is_a_delete_without_a_body(self, seeded):
        job = seeded.job("SELECT Id FROM User")

        reply = seeded.call("DELETE", f"/jobs/query/{job['id']}")

        assert (reply.status_code, reply.content) == (204, b"")
        assert seeded.call("GET", f"/jobs/query/{job['id']}").status_code == 404

    def test_is_not_there_while_it_runs(self, org):
        job = held(org)

        reply = org.call("DELETE", f"/jobs/query/{job['id']}")

        assert (reply.status_code, reply.json()[0]["errorCode"]) == (400, "API_ERROR")

    def test_comes_by_itself_after_seven_days(self, org):
        job = org.job("SELECT Id FROM User")
        org.trainer("POST", "/faults", {"kind": "skew", "size": 8 * 24 * 3_600})

        listed = org.call("GET", "/jobs/query").json()["records"]

        assert job["id"] not in {one["id"] for one in listed}
        assert org.call("GET", f"/jobs/query/{job['id']}").status_code == 404

    @pytest.mark.parametrize("path", ["", "/results", "/resultPages"])
    def test_of_an_unknown_job_is_not_found(self, seeded, path):
        reply = seeded.call("GET", f"/jobs/query/750000000000001AAA{path}")

        assert (reply.status_code, reply.json()[0]["errorCode"]) == (404, "NOT_FOUND")


class TestList:
    def test_shows_jobs_with_their_type(self, seeded):
        job = seeded.job("SELECT Id FROM User")

        body = seeded.call("GET", "/jobs/query", params={"jobType": "V2Query", "concurrencyMode": "parallel"}).json()
        (mine,) = [one for one in body["records"] if one["id"] == job["id"]]

        assert list(body) == ["done", "records", "nextRecordsUrl"]
        assert (mine["jobType"], mine["state"]) == ("V2Query", "JobComplete")

    @pytest.mark.parametrize(
        "asked", [{"jobType": "Classic"}, {"concurrencyMode": "serial"}, {"isPkChunkingEnabled": "true"}]
    )
    def test_is_empty_for_kinds_that_there_are_not(self, seeded, asked):
        seeded.job("SELECT Id FROM User")

        assert seeded.call("GET", "/jobs/query", params=asked).json()["records"] == []

    def test_goes_on_page_by_page(self, org):
        org.trainer("POST", "/switches", {"bulk_list_rows": 3})
        mine = [org.job("SELECT Id FROM User")["id"] for _ in range(7)]

        found, address = [], "/services/data/v60.0/jobs/query"
        while address:
            body = org.session.get(org.base + address, timeout=60).json()
            found += [one["id"] for one in body["records"]]
            assert body["done"] is (body["nextRecordsUrl"] is None)
            address = body["nextRecordsUrl"]

        assert sorted(found) == sorted(mine)

    def test_refuses_a_locator_that_it_never_gave(self, seeded):
        reply = seeded.call("GET", "/jobs/query", params={"queryLocator": "nonsense"})

        assert (reply.status_code, reply.json()[0]["errorCode"]) == (400, "INVALID_QUERY_LOCATOR")


class TestLocator:
    def test_is_made_like_the_recorded_one(self, recording):
        step = next(one for one in recording(TRACE)["steps"] if one.get("sforce-locator"))

        mine = pages.locator("750Hn000005s2T4KAI", 1)

        assert mine == step["sforce-locator"]


class TestResults:
    def test_are_refused_before_the_job_is_complete(self, org):
        job = held(org)

        for path in ("results", "resultPages"):
            reply = org.call("GET", f"/jobs/query/{job['id']}/{path}")
            assert (reply.status_code, reply.json()[0]["errorCode"]) == (400, "INVALIDJOBSTATE")

    def test_are_read_in_the_version_of_the_job(self, seeded):
        job = seeded.job("SELECT Id FROM User")

        assert sent_at(seeded, "v61.0", "GET", f"/jobs/query/{job['id']}/results").status_code == 409

    def test_side_by_side_exist_since_version_58(self, seeded):
        job = seeded.job("SELECT Id FROM User")

        assert sent_at(seeded, "v57.0", "GET", f"/jobs/query/{job['id']}/resultPages").status_code == 404

    def test_side_by_side_are_listed_five_at_a_time(self, org):
        org.trainer("POST", "/switches", {"bulk_page_rows": 25})
        job = org.job("SELECT Id FROM Lead")
        whole = job["numberRecordsProcessed"]

        ids, address, counts = [], f"/services/data/v60.0/jobs/query/{job['id']}/resultPages", []
        while address:
            body = org.session.get(org.base + address, timeout=60).json()
            counts.append(len(body["resultPages"]))
            for one in body["resultPages"]:
                page = org.session.get(org.base + one["resultUrl"], timeout=60)
                ids += page.text.splitlines()[1:]
            address = body.get("nextRecordsUrl")
            assert body["done"] is (address is None)

        assert len(ids) == len(set(ids)) == whole
        assert counts == [5, 3]

    @pytest.mark.parametrize("size", ["0", "-1", "many"])
    def test_come_in_pages_of_at_least_one(self, seeded, size):
        job = seeded.job("SELECT Id FROM User")

        assert seeded.page(job["id"], maxRecords=size).status_code == 400


class TestRefusedQuery:
    @pytest.mark.parametrize(
        ("query", "code", "words"),
        [
            ("SELECT Id FROM Lead LIMIT 5 OFFSET 5", "API_ERROR", "Offset not supported in Bulk Query"),
            ("SELECT COUNT() FROM Lead", "API_ERROR", "Aggregate Relationship not supported in Bulk Query"),
            ("SELECT LeadSource FROM Lead GROUP BY LeadSource", "API_ERROR", "Aggregate Relationship not supported"),
            ("SELECT Id, (SELECT Id FROM Contacts) FROM Account", "API_ERROR", "not supported in Bulk Query"),
            ("SELECT TYPEOF Who WHEN Lead THEN Name END FROM Task", "API_ERROR", "TYPEOF not supported in Bulk Query"),
            ("SELECT FIELDS(STANDARD) FROM Lead", "MALFORMED_QUERY", "FIELDS"),
            ("SELECT Id, MailingAddress FROM Contact", "API_ERROR", "Selecting compound data not supported"),
            ("SELECT Id FROM OauthToken", "INVALIDENTITY", "Entity 'OauthToken' is not supported by the Bulk API."),
            ("SELECT Id FROM Nothing__c", "INVALID_TYPE", "sObject type 'Nothing__c' is not supported."),
        ],
    )
    def test_is_told_at_once(self, seeded, query, code, words):
        reply = seeded.call("POST", "/jobs/query", json={"operation": "query", "query": query})

        assert (reply.status_code, reply.json()[0]["errorCode"]) == (400, code)
        assert words in reply.json()[0]["message"]
