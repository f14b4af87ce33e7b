"""simple-salesforce as it is installed: https, names below salesforce.com, nothing patched."""

from __future__ import annotations

import datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from simple_salesforce import Salesforce, SalesforceLogin
from simple_salesforce.exceptions import (
    SalesforceAuthenticationFailed,
    SalesforceMalformedRequest,
    SalesforceResourceNotFound,
)

from tests.practice_org.certificates import made_for, new_key, pem_of
from tests.practice_org.client import Org

MY = ".salesforce.com"


@pytest.fixture(autouse=True)
def _outside(secure):
    with secure.entered():
        yield


@pytest.fixture
def org(secure) -> Org:
    return secure.org()


@pytest.fixture
def people(org) -> dict[str, str]:
    user = org.facts["sync_user"]
    return {"username": user["username"], "password": user["password"], "security_token": user["security_token"]}


@pytest.fixture
def keys(org) -> dict[str, str]:
    app = org.facts["app"]
    return {"consumer_key": app["consumer_key"], "consumer_secret": app["consumer_secret"]}


@pytest.fixture
def salesforce(people) -> Salesforce:
    return Salesforce(**people, version="60.0")


@pytest.fixture(scope="module")
def private_key() -> rsa.RSAPrivateKey:
    return new_key()


def domain(org: Org) -> str:
    return org.facts["my_domain"].removesuffix(MY)


def works(salesforce: Salesforce) -> bool:
    return salesforce.query("SELECT Id FROM Lead LIMIT 1")["totalSize"] == 1


class TestLogin:
    def test_by_password_and_token(self, people, org):
        salesforce = Salesforce(**people)

        assert works(salesforce)
        assert salesforce.sf_instance == org.facts["my_domain"]

    def test_in_a_sandbox(self, secure):
        user = secure.org("sandbox").facts["sync_user"]
        known = {name: user[name] for name in ("username", "password", "security_token")}

        assert works(Salesforce(**known, domain="test"))

    def test_by_password_and_organization_from_a_trusted_address(self, org, people):
        org.trainer("POST", "/switches", {"trusted_ranges": ["127.0.0.0/8"]})
        del people["security_token"]

        assert works(Salesforce(**people, organizationId=org.facts["org_id"]))

    def test_by_password_alone_from_a_trusted_address(self, org, people):
        org.trainer("POST", "/switches", {"trusted_ranges": ["127.0.0.0/8"]})
        del people["security_token"]

        session, instance = SalesforceLogin(**people)

        assert works(Salesforce(session_id=session, instance=instance))

    def test_by_password_and_consumer_key(self, org, people, keys):
        org.trainer("POST", "/switches", {"password_flow": True})
        password = people["password"] + people["security_token"]

        assert works(Salesforce(username=people["username"], password=password, **keys))

    def test_by_a_signed_assertion(self, org, people, keys, private_key, tmp_path):
        org.trainer("POST", "/switches", {"certificate": made_for(private_key), "admin_approved_only": True})
        pem = pem_of(private_key)
        (tmp_path / "key.pem").write_text(pem)
        known = {"username": people["username"], "consumer_key": keys["consumer_key"]}

        assert works(Salesforce(**known, privatekey=pem))
        assert works(Salesforce(**known, privatekey_file=str(tmp_path / "key.pem"), instance_url=domain(org)))

    def test_by_client_credentials(self, org, keys):
        assert works(Salesforce(**keys, domain=domain(org)))

    def test_by_a_session_from_elsewhere(self, salesforce, org):
        token = salesforce.session_id

        assert works(Salesforce(session_id=token, instance=org.facts["my_domain"]))
        assert works(Salesforce(session_id=token, instance_url=f"https://{org.facts['my_domain']}"))

    def test_says_why_it_was_refused(self, people):
        with pytest.raises(SalesforceAuthenticationFailed) as trouble:
            Salesforce(**{**people, "password": "wrong"})

        assert trouble.value.code == "INVALID_LOGIN"

    def test_says_that_nobody_approved_the_app(self, org, people, keys, private_key):
        org.trainer("POST", "/switches", {"certificate": made_for(private_key)})
        pem = pem_of(private_key)

        with (
            pytest.warns(UserWarning, match="authorize this\n    application first"),
            pytest.raises(SalesforceAuthenticationFailed, match="hasn't approved this consumer"),
        ):
            Salesforce(username=people["username"], consumer_key=keys["consumer_key"], privatekey=pem)

    def test_is_repeated_when_the_session_has_ended(self, salesforce, org):
        org.trainer("POST", "/expire-sessions")

        assert works(salesforce)


class TestData:
    def test_describes(self, salesforce):
        names = {one["name"] for one in salesforce.describe()["sobjects"]}

        assert {"Lead", "Contact", "Account"} <= names
        assert salesforce.Lead.describe()["name"] == "Lead"
        assert salesforce.Lead.metadata()["objectDescribe"]["name"] == "Lead"
        assert salesforce.limits()["DailyApiRequests"]["Max"] == 112_000

    def test_queries_and_follows_pages(self, salesforce):
        expected = salesforce.query("SELECT COUNT() FROM Contact")["totalSize"]

        rows = salesforce.query_all("SELECT Id, Name FROM Contact", headers={"Sforce-Query-Options": "batchSize=200"})
        one_by_one = list(salesforce.query_all_iter("SELECT Id FROM Contact"))

        assert len(rows["records"]) == len(one_by_one) == expected
        assert salesforce.api_usage["api-usage"].total == 112_000

    def test_writes_records(self, salesforce):
        made = salesforce.Lead.create({"LastName": "Doe", "Company": "Example", "Email": "jo.doe@example.com"})
        salesforce.Lead.update(made["id"], {"FirstName": "Jo"})
        status = salesforce.Lead.upsert(f"Id/{made['id']}", {"Title": "Dr"})
        found = salesforce.Lead.get(made["id"])

        assert (found["Name"], found["Title"]) == ("Jo Doe", "Dr")
        assert status in {200, 204}
        assert salesforce.Lead.delete(made["id"]) == 204
        with pytest.raises(SalesforceResourceNotFound):
            salesforce.Lead.get(made["id"])

    def test_sees_what_changed(self, salesforce):
        now = datetime.datetime.now(datetime.UTC)
        made = salesforce.Lead.create({"LastName": "Doe", "Company": "Example"})["id"]
        other = salesforce.Lead.create({"LastName": "Gone", "Company": "Example"})["id"]
        salesforce.Lead.delete(other)
        span = (now - datetime.timedelta(minutes=5), now + datetime.timedelta(minutes=5))

        assert made in salesforce.Lead.updated(*span)["ids"]
        assert other in {one["id"] for one in salesforce.Lead.deleted(*span)["deletedRecords"]}

    def test_understands_our_errors(self, salesforce):
        with pytest.raises(SalesforceMalformedRequest) as trouble:
            salesforce.query("SELECT Nothing FROM Lead")

        assert trouble.value.content[0]["errorCode"] == "INVALID_FIELD"

    def test_searches(self, salesforce, org):
        made = org.trainer("POST", "/records/Lead", {"LastName": "Ipsum", "Company": "Example"})["ids"]

        found = salesforce.search("FIND {Ipsum} IN NAME FIELDS RETURNING Lead(Id)")
        quick = salesforce.quick_search("Ipsum")

        assert [one["Id"] for one in found["searchRecords"]] == made
        assert made[0] in {one["Id"] for one in quick["searchRecords"]}

    def test_calls_what_has_no_method_of_its_own(self, salesforce):
        found = salesforce.restful("limits/recordCount", params={"sObjects": "Lead"})

        assert found["sObjects"][0]["name"] == "Lead"


class TestBulk:
    def test_reads_pages(self, salesforce):
        pages = list(salesforce.bulk2.Lead.query("SELECT Id, Name FROM Lead", max_records=20))

        lines = [line for page in pages for line in page.splitlines()[1:]]
        assert len(pages) > 1
        assert len(lines) == salesforce.query("SELECT COUNT() FROM Lead")["totalSize"]

    def test_reads_deleted_rows(self, salesforce):
        pages = list(salesforce.bulk2.Lead.query_all("SELECT Id FROM Lead WHERE IsDeleted = false"))

        assert pages[0].startswith('"Id"')

    def test_downloads_files(self, salesforce, tmp_path):
        results = salesforce.bulk2.Lead.download("SELECT Id FROM Lead", path=str(tmp_path), max_records=20)

        assert (
            sum(one["number_of_records"] for one in results)
            == salesforce.query("SELECT COUNT() FROM Lead")["totalSize"]
        )
        assert len(list(tmp_path.iterdir())) == len(results)

    def test_writes_rows_and_tells_about_each(self, salesforce):
        rows = [
            {"LastName": "Bulk", "Company": "Example", "Email": "one@example.com"},
            {"LastName": "Bulk", "Company": "Example", "Email": "no address"},
        ]

        (job,) = salesforce.bulk2.Lead.insert(records=rows)
        failed = salesforce.bulk2.Lead.get_failed_records(job["job_id"])
        good = salesforce.bulk2.Lead.get_successful_records(job["job_id"])

        assert (job["numberRecordsTotal"], job["numberRecordsFailed"]) == (2, 1)
        assert "INVALID_EMAIL_ADDRESS" in failed
        assert "one@example.com" in good
        assert salesforce.bulk2.Lead.get_unprocessed_records(job["job_id"]) is not None

    def test_updates_and_deletes_rows(self, salesforce):
        made = salesforce.Lead.create({"LastName": "Doe", "Company": "Example"})["id"]

        salesforce.bulk2.Lead.update(records=[{"Id": made, "LastName": "Roe"}])
        name = salesforce.Lead.get(made)["LastName"]
        salesforce.bulk2.Lead.delete(records=[{"Id": made}])

        assert name == "Roe"
        assert salesforce.query(f"SELECT COUNT() FROM Lead WHERE Id = '{made}'")["totalSize"] == 0


class TestMetadata:
    def test_makes_a_field(self, org):
        admin = org.facts["admin_user"]
        known = {name: admin[name] for name in ("username", "password", "security_token")}
        api = Salesforce(**known).mdapi

        api.CustomField.create(
            api.CustomField(fullName="Lead.Score_Note__c", label="Score note", type="Text", length=40)
        )

        assert api.CustomField.read("Lead.Score_Note__c")["label"] == "Score note"
