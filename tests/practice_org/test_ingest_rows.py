from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.practice_org.client import Process
from tests.practice_org.uploads import Job


class TestResults:
    def test_of_a_bad_row_are_those_of_the_recording(self, org, recording, recording_text):
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
        assert list(finished) == list(recording("bulk2/amp-labs.bulk_info_partial-failure.json"))

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


@pytest.fixture
def running(tmp_path) -> Iterator[Process]:
    """A process that a test may stop and start."""
    started = Process(tmp_path, records=300).start()
    yield started
    started.stop()


class TestRestart:
    def test_carries_on_where_the_job_stood(self, running):
        job = Job(running.org().sign_in())
        job.upload("LastName,Company\n" + "".join(f"Doe {n},Example\n" for n in range(600)))
        job.move("UploadComplete")

        running.stop()
        running.start()
        job.org.base = running.base

        finished = job.finished()
        assert (finished["numberRecordsProcessed"], finished["numberRecordsFailed"]) == (600, 0)
        assert job.org.query("SELECT COUNT() FROM Lead WHERE LastName LIKE 'Doe %'")["totalSize"] == 600
