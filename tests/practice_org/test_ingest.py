from __future__ import annotations

import json

import pytest

from tests.practice_org.uploads import Job


class TestCreate:
    @pytest.mark.parametrize(
        ("file", "options"),
        [
            ("bulk2/amp-labs.bulk_write_launch-job-opportunity.json", {"operation": "upsert"}),
            ("bulk2/amp-labs.bulk_delete_launch-job-opportunity.json", {"operation": "delete"}),
        ],
    )
    def test_answers_like_the_recording(self, org, recording, file, options):
        recorded = recording(file)
        key = {"externalIdFieldName": "Id"} if options["operation"] == "upsert" else {}

        reply = Job(org, object_name="Opportunity", **options, **key).created

        body = reply.json()
        assert reply.status_code == 200
        assert list(body) == list(recorded)
        assert {name: type(value) for name, value in body.items()} == {n: type(v) for n, v in recorded.items()}
        assert body["state"] == "Open"
        assert body["contentUrl"] == f"services/data/v60.0/jobs/ingest/{body['id']}/batches"

    @pytest.mark.parametrize(
        ("asked", "code", "words"),
        [
            ({"object": "Nothing", "operation": "insert"}, "INVALIDJOB", "Unable to find object: Nothing"),
            ({"object": "Lead", "operation": "eat"}, "INVALIDJOB", "Unable to find operation: eat"),
            ({"object": "Lead", "operation": "upsert"}, "INVALIDJOB", "External ID was blank for Lead."),
            (
                {"object": "Lead", "operation": "upsert", "externalIdFieldName": "Company"},
                "INVALIDJOB",
                "Field name provided, Company does not match an External ID",
            ),
            ({"object": "Lead", "operation": "insert", "columnDelimiter": "DOT"}, "INVALIDJOB", "delimiter"),
            ({"object": "Lead", "operation": "insert", "contentType": "JSON"}, "INVALIDJOB", "Only CSV"),
        ],
    )
    def test_refuses_what_can_not_run(self, org, asked, code, words):
        reply = org.call("POST", "/jobs/ingest", json=asked)

        assert reply.status_code == 400
        assert reply.json()[0]["errorCode"] == code
        assert words in reply.json()[0]["message"]

    def test_takes_job_and_data_in_one_request(self, org):
        job = {"object": "Lead", "operation": "insert", "contentType": "CSV", "lineEnding": "LF"}
        parts = {
            "job": (None, json.dumps(job), "application/json"),
            "content": ("content", "LastName,Company\nDoe,Example\n", "text/csv"),
        }

        reply = org.call("POST", "/jobs/ingest", files=parts)

        made = object.__new__(Job)
        made.org, made.id = org, reply.json()["id"]
        assert reply.json()["state"] == "UploadComplete"
        assert made.finished()["numberRecordsProcessed"] == 1


class TestLife:
    def test_moves_like_the_recordings(self, org, recording):
        job = Job(org, "upsert", "Opportunity", externalIdFieldName="Id")
        job.upload("Name,StageName,CloseDate\nDeal,Prospecting,2026-01-31\n")

        moved = job.move("UploadComplete")
        finished = job.finished()

        assert list(moved.json()) == list(recording("bulk2/amp-labs.bulk_write_update-job-opportunity.json"))
        assert moved.json()["state"] == "UploadComplete"
        recorded = recording("bulk2/amp-labs.bulk_info_success.json")
        assert list(finished) == list(recorded)
        assert {name: type(value) for name, value in finished.items()} == {n: type(v) for n, v in recorded.items()}
        assert (finished["numberRecordsProcessed"], finished["numberRecordsFailed"]) == (1, 0)

    def test_of_a_delete_moves_like_the_recording(self, org, recording):
        lead = org.records("SELECT Id FROM Lead WHERE IsConverted = false LIMIT 1")[0]["Id"]
        job = Job(org, "delete")
        job.upload(f"Id\n{lead}\n")

        moved = job.move("UploadComplete").json()

        assert list(moved) == list(recording("bulk2/amp-labs.bulk_delete_update-job-opportunity.json"))

    def test_has_the_same_keys_while_it_works(self, org, recording):
        recorded = recording("bulk2/amp-labs.bulk_info_in-progress.json")
        job = Job(org, "upsert", externalIdFieldName="Email")
        job.upload("Email,LastName,Company\n" + "".join(f"d{n}@example.com,Doe,Example\n" for n in range(1_000)))
        job.move("UploadComplete")

        seen = job.look()
        finished = job.finished()

        assert seen["state"] in {"UploadComplete", "InProgress", "JobComplete"}
        assert list(seen) == list(recorded)
        assert finished["numberRecordsProcessed"] == 1_000

    def test_fails_whole_for_an_unknown_column(self, org, recording):
        recorded = recording("bulk2/amp-labs.bulk_info_complete-failure.json")
        job = Job(org, "upsert", "Opportunity", externalIdFieldName="Id")

        finished = job.run("Name,StageName_invalid_field_on_purpose\nDeal,x\n")

        assert list(finished) == list(recorded)
        same = ("state", "numberRecordsProcessed", "numberRecordsFailed", "errorMessage")
        assert {name: finished[name] for name in same} == {name: recorded[name] for name in same}
        assert job.text("unprocessedrecords") == 'Name,StageName_invalid_field_on_purpose\n"Deal","x"\n'

    def test_takes_one_upload(self, org):
        job = Job(org)
        job.upload("LastName,Company\nDoe,Example\n")

        again = job.upload("LastName,Company\nDoe,Example\n")

        assert again.status_code == 400
        assert "Found multiple contents for job" in again.json()[0]["message"]

    def test_ends_when_it_is_aborted(self, org):
        job = Job(org)
        job.upload("LastName,Company\nDoe,Example\n")

        moved = job.move("Aborted")

        assert moved.json()["state"] == "Aborted"
        assert job.look()["numberRecordsProcessed"] == 0
        assert job.text("unprocessedRecords") == 'LastName,Company\n"Doe","Example"\n'
        assert job.move("Aborted").json()[0]["errorCode"] == "INVALIDJOBSTATE"

    def test_is_listed_and_deleted(self, org):
        job = Job(org)
        early = org.call("DELETE", f"/jobs/ingest/{job.id}")
        listed = org.call("GET", "/jobs/ingest").json()
        job.move("Aborted")

        gone = org.call("DELETE", f"/jobs/ingest/{job.id}")

        assert early.status_code == 400
        assert [one["id"] for one in listed["records"]] == [job.id]
        assert listed["records"][0]["jobType"] == "V2Ingest"
        assert gone.status_code == 204
        assert org.call("GET", f"/jobs/ingest/{job.id}").status_code == 404

    @pytest.mark.parametrize(("declared", "sent"), [("LF", "\r\n"), ("CRLF", "\n")])
    def test_fails_for_the_other_line_ending(self, org, declared, sent):
        finished = Job(org, lineEnding=declared).run(f"LastName,Company{sent}Doe,Example{sent}")

        assert finished["state"] == "Failed"
        assert finished["errorMessage"].endswith(f"Current LineEnding setting is {declared}")
