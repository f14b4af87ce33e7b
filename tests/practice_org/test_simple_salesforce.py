from __future__ import annotations

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
