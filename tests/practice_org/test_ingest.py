from __future__ import annotations

import csv
import io
import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.practice_org.client import Process

PATIENCE_S = 30
DONE = {"JobComplete", "Failed", "Aborted"}


class Job:
    """An ingest job as a careful client would drive it."""

    def __init__(self, org, operation: str = "insert", object_name: str = "Lead", **options: str) -> None:
        self.org = org
        asked = {"object": object_name, "operation": operation, "contentType": "CSV", **options}
        self.created = org.call("POST", "/jobs/ingest", json=asked)
        self.id = self.created.json()["id"]

    def upload(self, text: str):
        headers = {"Content-Type": "text/csv; charset=UTF-8"}
        return self.org.call("PUT", f"/jobs/ingest/{self.id}/batches", data=text.encode(), headers=headers)

    def move(self, state: str):
        return self.org.call("PATCH", f"/jobs/ingest/{self.id}", json={"state": state})

    def look(self) -> dict:
        return self.org.call("GET", f"/jobs/ingest/{self.id}").json()

    def run(self, text: str) -> dict:
        assert self.upload(text).status_code == 201
        assert self.move("UploadComplete").ok
        return self.finished()

    def finished(self) -> dict:
        deadline = time.monotonic() + PATIENCE_S
        while (job := self.look())["state"] not in DONE:
            assert time.monotonic() < deadline, job
            time.sleep(0.02)
        return job

    def text(self, kind: str) -> str:
        reply = self.org.call("GET", f"/jobs/ingest/{self.id}/{kind}")
        assert reply.headers["Content-Type"].startswith("text/csv")
        return reply.content.decode()

    def rows(self, kind: str, delimiter: str = ",") -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.text(kind), newline=""), delimiter=delimiter))


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


class TestResults:
    def test_of_a_bad_row_are_those_of_the_recording(self, org, recording_text):
        recorded = recording_text("bulk2/amp-labs.bulk_info_partial-failure.csv")
        header = "Name,StageName,Id,CloseDate"
        job = Job(org, "upsert", "Opportunity", externalIdFieldName="Id")

        finished = job.run(
            f"{header}\nNoemi Miller,GENERATED,,2003-04-987654321987654321\nGood One,Prospecting,,2026-01-31\n"
        )

        expected = recorded.replace("external_id__c", "Id").replace('"external-id-3"', '""')
        assert job.text("failedResults") == expected
        assert (finished["numberRecordsProcessed"], finished["numberRecordsFailed"]) == (2, 1)
        assert finished["state"] == "JobComplete"

    def test_name_the_new_records(self, org):
        job = Job(org)

        job.run("LastName,Company,Email\nDoe,Example,doe@example.com\n")

        row = job.rows("successfulResults")[0]
        assert job.text("successfulResults").startswith('"sf__Id","sf__Created",LastName,Company,Email\n"00Q')
        assert (row["sf__Created"], row["LastName"]) == ("true", "Doe")
        assert org.records(f"SELECT Email FROM Lead WHERE Id = '{row['sf__Id']}'")[0]["Email"] == "doe@example.com"
        assert job.text("failedResults") == '"sf__Id","sf__Error",LastName,Company,Email\n'
        assert job.text("unprocessedrecords") == "LastName,Company,Email\n"

    def test_say_what_is_missing(self, org):
        job = Job(org, object_name="Account")

        job.run("Name,AccountNumber\n,42\n")

        assert job.rows("failedResults")[0]["sf__Error"] == (
            "REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --"
        )

    def test_come_only_when_the_job_is_done(self, org):
        reply = org.call("GET", f"/jobs/ingest/{Job(org).id}/successfulResults")

        assert reply.status_code == 400
        assert reply.json()[0]["errorCode"] == "INVALIDJOBSTATE"


class TestRows:
    def test_leave_alone_what_is_empty_and_empty_what_says_so(self, org):
        made = org.call(
            "POST", "/sobjects/Lead", json={"LastName": "Doe", "Company": "Example", "City": "Seoul", "State": "KR"}
        ).json()["id"]

        Job(org, "update").run(f"Id,City,State,AnnualRevenue\n{made},,#N/A,12.5\n")

        row = org.records(f"SELECT City, State, AnnualRevenue FROM Lead WHERE Id = '{made}'")[0]
        assert (row["City"], row["State"], row["AnnualRevenue"]) == ("Seoul", None, 12.5)

    def test_are_matched_by_an_external_id(self, org):
        header = "External_CRM_Id__c,LastName,Company\n"
        first, second = (Job(org, "upsert", externalIdFieldName="External_CRM_Id__c") for _ in range(2))

        first.run(f"{header}x-1,Doe,Example\n")
        second.run(f"{header}x-1,Roe,Example\nx-2,Doe,Example\n,Nobody,Example\n")

        assert [row["sf__Created"] for row in first.rows("successfulResults")] == ["true"]
        assert [row["sf__Created"] for row in second.rows("successfulResults")] == ["false", "true"]
        assert second.rows("failedResults")[0]["sf__Error"] == "MISSING_ARGUMENT:External_CRM_Id__c not specified:--"
        assert org.records("SELECT LastName FROM Lead WHERE External_CRM_Id__c = 'x-1'")[0]["LastName"] == "Roe"

    def test_with_the_same_external_id_are_all_refused(self, org):
        job = Job(org, "upsert", externalIdFieldName="External_CRM_Id__c")

        job.run("External_CRM_Id__c,LastName,Company\nx-1,Doe,Example\nx-1,Roe,Example\nx-2,Moe,Example\n")

        words = "DUPLICATE_VALUE:Duplicate external id specified: x-1:External_CRM_Id__c --"
        assert [row["sf__Error"] for row in job.rows("failedResults")] == [words, words]
        assert [row["LastName"] for row in job.rows("successfulResults")] == ["Moe"]

    def test_are_deleted(self, org):
        keys = [row["Id"] for row in org.records("SELECT Id FROM Lead WHERE IsConverted = false LIMIT 3")]
        job = Job(org, "delete")

        job.run("Id\n" + "".join(f"{key}\n" for key in [*keys, keys[0]]))

        assert len(job.rows("successfulResults")) == 3
        assert job.rows("failedResults")[0]["sf__Error"] == "ENTITY_IS_DELETED:entity is deleted:--"
        within = ", ".join(f"'{key}'" for key in keys)
        assert org.records(f"SELECT Id FROM Lead WHERE Id IN ({within})") == []

    def test_of_deletes_hold_ids_only(self, org):
        finished = Job(org, "delete").run("Id,LastName\n00Q000000000001EAA,Doe\n")

        assert finished["errorMessage"] == "InvalidBatch : 'delete' batches must contain only ids"

    def test_name_a_parent_by_its_external_id(self, org):
        account = org.call("POST", "/sobjects/Account", json={"Name": "Example", "ERP_Number__c": "erp-77"}).json()[
            "id"
        ]
        job = Job(org, object_name="Contact")

        job.run("LastName,Account.ERP_Number__c\nDoe,erp-77\nRoe,erp-none\n")

        made = job.rows("successfulResults")[0]["sf__Id"]
        assert org.records(f"SELECT AccountId FROM Contact WHERE Id = '{made}'")[0]["AccountId"] == account
        assert job.rows("failedResults")[0]["sf__Error"] == (
            "INVALID_FIELD:Foreign key external ID: erp-none not found for field ERP_Number__c in entity Account:--"
        )

    def test_of_more_than_one_chunk_are_all_written(self, org):
        before = org.query("SELECT COUNT() FROM Lead")["totalSize"]

        finished = Job(org).run("LastName,Company\n" + "".join(f"Doe {n},Example\n" for n in range(450)))

        assert finished["numberRecordsProcessed"] == 450
        assert org.query("SELECT COUNT() FROM Lead")["totalSize"] == before + 450


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)
BETWEEN = {"COMMA": ",", "TAB": "\t", "PIPE": "|"}
MULTILINE = st.lists(TEXT, min_size=1, max_size=3).map("\n".join)


class TestRoundTrip:
    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        names=st.lists(TEXT, min_size=1, max_size=5),
        notes=MULTILINE,
        delimiter=st.sampled_from(sorted(BETWEEN)),
    )
    def test_keeps_every_value(self, org, names, notes, delimiter):
        between = BETWEEN[delimiter]
        buffer = io.StringIO(newline="")
        lines = csv.writer(buffer, delimiter=between, quoting=csv.QUOTE_ALL, lineterminator="\n")
        lines.writerow(["LastName", "Company", "Description"])
        lines.writerows([name, "Example", notes] for name in names)
        job = Job(org, columnDelimiter=delimiter)

        job.run(buffer.getvalue())

        sent = [name for name in names if name.strip() and name.strip() != "#N/A"]
        made = job.rows("successfulResults", between)
        assert [row["LastName"] for row in made] == sent
        for row, name in zip(made, sent, strict=True):
            kept = org.records(f"SELECT LastName, Description FROM Lead WHERE Id = '{row['sf__Id']}'")[0]
            assert kept["LastName"] == name.strip()
            assert (kept["Description"] or "") == ("" if notes == "#N/A" else notes.strip())


class TestRestart:
    def test_carries_on_where_the_job_stood(self, tmp_path):
        running = Process(tmp_path, records=300).start()
        job = Job(running.org().sign_in())
        job.upload("LastName,Company\n" + "".join(f"Doe {n},Example\n" for n in range(2_000)))
        job.move("UploadComplete")

        running.stop()
        running.start()
        job.org.base = running.base

        finished = job.finished()
        assert (finished["numberRecordsProcessed"], finished["numberRecordsFailed"]) == (2_000, 0)
        assert job.org.query("SELECT COUNT() FROM Lead WHERE LastName LIKE 'Doe %'")["totalSize"] == 2_000
        running.stop()
