from __future__ import annotations

import re

import pytest
import requests
from simple_salesforce import Salesforce
from simple_salesforce.exceptions import SalesforceMalformedRequest


class Plain(requests.Session):
    """simple-salesforce writes https before every address; the practice org speaks http."""

    def request(self, method, url, *args, **options):
        return super().request(method, url.replace("https://", "http://", 1), *args, **options)


@pytest.fixture
def salesforce(org) -> Salesforce:
    token = org.session.headers["Authorization"].removeprefix("Bearer ")
    return Salesforce(
        instance_url=org.base.replace("http:", "https:"), session_id=token, version="60.0", session=Plain()
    )


class TestSimpleSalesforce:
    def test_queries_and_follows_pages(self, salesforce, org):
        rows = salesforce.query_all("SELECT Id, Name FROM Lead")

        assert len(rows["records"]) == org.query("SELECT COUNT() FROM Lead")["totalSize"]
        assert salesforce.api_usage["api-usage"].total == 112_000

    def test_writes_records(self, salesforce):
        made = salesforce.Lead.create({"LastName": "Doe", "Company": "Example"})
        salesforce.Lead.update(made["id"], {"FirstName": "Jo"})

        assert salesforce.Lead.get(made["id"])["Name"] == "Jo Doe"
        assert salesforce.Lead.delete(made["id"]) == 204

    def test_understands_our_errors(self, salesforce):
        with pytest.raises(SalesforceMalformedRequest) as trouble:
            salesforce.query("SELECT Nothing FROM Lead")

        assert trouble.value.content[0]["errorCode"] == "INVALID_FIELD"

    def test_reads_bulk_results(self, salesforce, org):
        pages = list(salesforce.bulk2.Lead.query("SELECT Id, Name FROM Lead", max_records=50))

        lines = [line for page in pages for line in page.splitlines()[1:]]
        assert len(lines) == org.query("SELECT COUNT() FROM Lead")["totalSize"]

    def test_writes_in_bulk(self, salesforce, org):
        new = [{"LastName": f"Doe {number}", "Company": "Example"} for number in range(3)]

        inserted = salesforce.bulk2.Lead.insert(records=new)
        made = salesforce.bulk2.Lead.get_successful_records(inserted[0]["job_id"])
        keys = re.findall(r'"(00Q\w{15})"', made)
        updated = salesforce.bulk2.Lead.update(records=[{"Id": key, "City": "Seoul"} for key in keys])
        deleted = salesforce.bulk2.Lead.delete(records=[{"Id": key} for key in keys[:1]])

        done = (inserted[0], updated[0], deleted[0])
        assert [one["numberRecordsProcessed"] for one in done] == [3, 3, 1]
        assert [one["numberRecordsFailed"] for one in done] == [0, 0, 0]
        assert org.query("SELECT COUNT() FROM Lead WHERE City = 'Seoul' AND LastName LIKE 'Doe _'")["totalSize"] == 2

    def test_upserts_in_bulk_and_reads_what_failed(self, salesforce):
        rows = [
            {"External_CRM_Id__c": "b-1", "LastName": "Doe", "Company": "Example", "Email": "a@example.com"},
            {"External_CRM_Id__c": "b-2", "LastName": "Roe", "Company": "Example", "Email": "no address"},
        ]

        done = salesforce.bulk2.Lead.upsert(records=rows, external_id_field="External_CRM_Id__c")[0]

        failed = salesforce.bulk2.Lead.get_failed_records(done["job_id"])
        assert (done["numberRecordsProcessed"], done["numberRecordsFailed"]) == (2, 1)
        assert "INVALID_EMAIL_ADDRESS:Email: invalid email address: no address:Email --" in failed
        assert salesforce.bulk2.Lead.get_unprocessed_records(done["job_id"]).count("\n") == 1
