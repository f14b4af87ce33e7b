from __future__ import annotations

import base64
import csv
import gzip
import io

import pytest

WIDE = (
    "SELECT Id, Name, Email, Description, CreatedDate, ConvertedDate, AnnualRevenue, NumberOfEmployees, IsConverted, "
    "Callback_Time__c, Owner.Name FROM Lead"
)


class TestCreate:
    def test_answers_like_the_recording(self, seeded, recording):
        recorded = recording("bulk2/amp-labs.bulk_read-launch-job-account.json")

        reply = seeded.call("POST", "/jobs/query", json={"operation": "query", "query": "SELECT Id FROM Account"})

        body = reply.json()
        assert reply.status_code == 200
        assert list(body) == list(recorded)
        assert body["state"] == "UploadComplete"
        assert body["apiVersion"] == 60.0

    @pytest.mark.parametrize(
        ("query", "code", "words"),
        [
            ("SELECT Id FROM CampaignMemberStatus", "INVALIDENTITY", "Entity 'CampaignMemberStatus' is not supported"),
            ("SELECT Id FROM RecordType", "INVALIDENTITY", "is not supported by the Bulk API."),
            ("SELECT Address FROM Lead", "API_ERROR", "Selecting compound data not supported in Bulk Query"),
            ("SELECT COUNT(Id) FROM Lead", "API_ERROR", "not supported in Bulk Query"),
            ("SELECT Nothing FROM Lead", "INVALID_FIELD", "No such column 'Nothing' on entity 'Lead'."),
            ("SELECT Id FORM Lead", "MALFORMED_QUERY", "unexpected token"),
        ],
    )
    def test_refuses_at_once(self, seeded, query, code, words):
        reply = seeded.call("POST", "/jobs/query", json={"operation": "query", "query": query})

        assert reply.status_code == 400
        assert reply.json()[0]["errorCode"] == code
        assert words in reply.json()[0]["message"]


class TestResults:
    def test_hold_every_record_once_over_all_pages(self, seeded):
        rows = seeded.bulk(WIDE, size=333)

        assert len(rows) == seeded.query("SELECT COUNT() FROM Lead")["totalSize"]
        assert len({row["Id"] for row in rows}) == len(rows)

    def test_quote_every_value_and_repeat_the_header(self, seeded):
        job = seeded.job("SELECT Id, Fax FROM Lead")

        first = seeded.page(job["id"], maxRecords=10)
        second = seeded.page(job["id"], maxRecords=10, locator=first.headers["Sforce-Locator"])

        assert first.text.startswith('"Id","Fax"\n"00Q')
        assert second.text.startswith('"Id","Fax"\n"00Q')
        assert first.headers["Sforce-NumberOfRecords"] == "10"
        assert ',""\n' in first.text

    def test_end_with_the_word_null(self, seeded):
        job = seeded.job("SELECT Id FROM User")

        page = seeded.page(job["id"])

        assert page.headers["Sforce-Locator"] == "null"
        assert page.headers["Sforce-NumberOfRecords"] == "14"
        assert page.headers["Content-Type"].startswith("text/csv")

    def test_of_nothing_are_a_header(self, seeded):
        job = seeded.job("SELECT Id FROM Lead WHERE Name = 'nobody has this name'")

        page = seeded.page(job["id"])

        assert page.text == '"Id"\n'
        assert page.headers["Sforce-NumberOfRecords"] == "0"

    def test_carry_locators_of_the_recorded_shape(self, seeded):
        job = seeded.job("SELECT Id FROM Lead")

        locator = seeded.page(job["id"], maxRecords=5).headers["Sforce-Locator"]

        plain = base64.b64decode(locator + "=" * (-len(locator) % 4)).decode()
        assert plain.startswith("0:0Ga")
        assert not locator.endswith("=")

    def test_refuse_a_locator_of_another_job(self, seeded):
        first, second = seeded.job("SELECT Id FROM Lead"), seeded.job("SELECT Id FROM Contact")
        locator = seeded.page(first["id"], maxRecords=5).headers["Sforce-Locator"]

        reply = seeded.page(second["id"], locator=locator)

        assert reply.status_code == 400
        assert reply.json()[0]["errorCode"] == "INVALID_QUERY_LOCATOR"

    def test_are_the_same_when_read_again_after_a_change(self, org):
        job = org.job("SELECT Id, Name FROM Lead")
        first = org.page(job["id"], maxRecords=50).content

        org.trainer("POST", "/changes", {"object": "Lead", "values": {"LastName": "Changed"}})

        assert org.page(job["id"], maxRecords=50).content == first
        assert {row["Name"].endswith("Changed") for row in org.bulk("SELECT Name FROM Lead")} == {True}

    def test_are_one_gzip_stream_or_plain_text(self, seeded):
        job = seeded.job(WIDE)
        address = f"/jobs/query/{job['id']}/results"

        packed = seeded.call("GET", address, headers={"Accept-Encoding": "gzip"}, stream=True)
        plain = seeded.call("GET", address, headers={"Accept-Encoding": "identity"})

        assert gzip.decompress(packed.raw.read(decode_content=False)) == plain.content
        assert "Content-Encoding" not in plain.headers

    @pytest.mark.parametrize(("name", "sign"), [("SEMICOLON", ";"), ("TAB", "\t"), ("PIPE", "|"), ("CARET", "^")])
    def test_use_the_delimiter_asked_for(self, seeded, name, sign):
        job = seeded.job("SELECT Id, Street FROM Lead", columnDelimiter=name, lineEnding="CRLF")

        text = seeded.page(job["id"]).text

        assert text.startswith(f'"Id"{sign}"Street"\r\n"00Q')
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
        assert len(rows) == job["numberRecordsProcessed"] + 1

    def test_follow_order_and_limit(self, seeded):
        rows = seeded.bulk("SELECT Name FROM Lead ORDER BY Name DESC LIMIT 25")

        names = [row["Name"].lower() for row in rows]
        assert len(names) == 25
        assert names == sorted(names, reverse=True)

    def test_of_query_all_hold_the_deleted(self, seeded):
        rows = seeded.bulk("SELECT Id, IsDeleted, MasterRecordId FROM Lead", "queryAll")

        assert {row["IsDeleted"] for row in rows} == {"true", "false"}
        assert any(row["MasterRecordId"] for row in rows)

    def test_are_listed_for_parallel_reading(self, seeded):
        job = seeded.job("SELECT Id FROM Lead")

        reply = seeded.call("GET", f"/jobs/query/{job['id']}/resultPages").json()

        assert reply["done"] is True
        assert seeded.session.get(seeded.base + reply["resultPages"][0]["resultUrl"]).ok
