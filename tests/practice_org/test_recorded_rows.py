"""Single records: the same request to the practice org as somebody once sent to a real one."""

from __future__ import annotations

import pytest

from tests.practice_org.recordings import exchange, kinds, sent_at

# Fields of features that the practice org has not switched on: Data.com, person data protection, field service.
NOT_OURS = frozenset(
    {
        "Jigsaw",
        "JigsawContactId",
        "JigsawCompanyId",
        "CleanStatus",
        "CompanyDunsNumber",
        "DunsNumber",
        "Tradestyle",
        "NaicsCode",
        "NaicsDesc",
        "YearStarted",
        "DandbCompanyId",
        "OperatingHoursId",
        "IndividualId",
    }
)
# Fields that the recorded orgs did not show to the user who asked, and why ours shows them.
EXTRA = frozenset(
    {
        "RecordTypeId",  # ours has record types
        "DoNotCall",  # field security of the recorded profile hid the four marks of consent
        "HasOptedOutOfEmail",
        "HasOptedOutOfFax",
        "LastTransferDate",
        "IsPartner",  # partners and customer portals are switched on
        "IsCustomerPortal",
        "ChannelProgramName",
        "ChannelProgramLevelName",
    }
)


def standard(record: dict) -> list[str]:
    return [name for name in record if not name.endswith("__c") and name not in NOT_OURS]


class TestCreate:
    def test_answers_like_the_recording(self, org, recording):
        recorded = exchange(recording("crud/create-and-upsert-201.json"), "sobjects/Campaign")

        reply = sent_at(org, "v42.0", "POST", "/sobjects/Campaign", json=recorded["request"]["body"])

        body, expected = reply.json(), recorded["response"]
        assert reply.status_code == expected["status"]
        assert list(body) == list(expected["body"])
        assert kinds(body) == kinds(expected["body"])
        assert reply.headers["Location"] == f"/services/data/v42.0/sobjects/Campaign/{body['id']}"

    def test_has_the_headers_of_the_recording(self, org, recording):
        recorded = exchange(recording("crud/create-and-upsert-201.json"), "sobjects/Campaign")
        expected = dict(recorded["response"]["headers"])

        headers = sent_at(org, "v42.0", "POST", "/sobjects/Campaign", json=recorded["request"]["body"]).headers

        for name in ("Cache-Control", "Content-Type", "Strict-Transport-Security", "X-Content-Type-Options"):
            assert headers[name] == expected[name]
        assert headers["Sforce-Limit-Info"].startswith("api-usage=")

    def test_body_of_a_newer_release_is_the_same(self, org, recording):
        expected = recording("crud/amp-labs.create-ok.json")

        body = org.call("POST", "/sobjects/Account", json={"Name": "Example"}).json()

        assert kinds(body) == kinds(expected)
        assert list(body) == list(expected)


class TestUpsert:
    def test_by_mail_answers_like_the_recording(self, org, recording):
        recorded = exchange(recording("crud/create-and-upsert-201.json"), "sobjects/Contact/Email/")
        path = "/sobjects/Contact/Email/jane.doe@example.com"

        reply = sent_at(org, "v42.0", "PATCH", path, json=recorded["request"]["body"])
        newer = org.call("PATCH", path, json=recorded["request"]["body"])

        assert reply.status_code == recorded["response"]["status"]
        assert list(reply.json()) == list(recorded["response"]["body"])
        assert reply.headers["Location"].endswith(f"/sobjects/Contact/{reply.json()['id']}")
        assert (newer.status_code, newer.json()["created"]) == (200, False)


class TestRetrieve:
    @pytest.mark.parametrize("name", ["Contact", "Account", "Lead"])
    def test_has_the_fields_of_the_recording_in_their_order(self, org, recording, name):
        recorded = exchange(recording("crud/retrieve-records.json"), f"sobjects/{name}/")["response"]["body"]
        key = org.records(f"SELECT Id FROM {name} LIMIT 1")[0]["Id"]

        record = sent_at(org, "v42.0", "GET", f"/sobjects/{name}/{key}").json()

        wanted = standard(recorded)
        ours = standard(record)
        assert [field for field in ours if field in wanted] == wanted
        assert set(ours) - set(wanted) <= EXTRA
        assert record["attributes"] == {"type": name, "url": f"/services/data/v42.0/sobjects/{name}/{key}"}

    def test_writes_values_as_the_recording_does(self, org, recording):
        recorded = recording("crud/account-record.swiftly.json")
        address = {"BillingStreet": "621 West 6th Avenue", "BillingCity": "Anchorage", "BillingCountry": "US"}
        key = org.call("POST", "/sobjects/Account", json={"Name": "Example", **address}).json()["id"]

        record = org.call("GET", f"/sobjects/Account/{key}").json()

        assert set(record["BillingAddress"]) == set(recorded["BillingAddress"])
        assert kinds(record["CreatedDate"]) == kinds(recorded["CreatedDate"])
        assert record["CreatedDate"].endswith(".000+0000")
        assert record["ShippingAddress"] is recorded["ShippingAddress"] is None


class TestErrors:
    def test_of_an_unknown_record(self, org, recording):
        recorded = exchange(recording("errors/404-NOT_FOUND.json"), "sobjects/Contact/")

        reply = sent_at(org, "v42.0", "GET", "/sobjects/Contact/00300000000000tAAA")

        assert reply.status_code == recorded["response"]["status"]
        assert reply.json() == recorded["response"]["body"]
        assert list(reply.json()[0]) == list(recorded["response"]["body"][0])

    def test_of_a_second_delete(self, org, recording):
        key = org.call("POST", "/sobjects/Contact", json={"LastName": "Doe"}).json()["id"]
        org.call("DELETE", f"/sobjects/Contact/{key}")

        reply = org.call("DELETE", f"/sobjects/Contact/{key}")

        assert reply.status_code == 404
        assert reply.json() == recording("errors/amp-labs.crm_delete_not-found.json")

    def test_of_a_field_that_nobody_may_write(self, org, recording):
        reply = org.call(
            "PATCH", "/sobjects/Contact/Email/x@example.com", json={"LastName": "D", "MasterRecordId": "1"}
        )

        assert reply.status_code == 400
        assert reply.json() == recording("errors/amp-labs.invalid-field-upsert.json")

    def test_of_a_field_that_is_not_there(self, org, recording):
        reply = org.call("POST", "/sobjects/Account", json={"AccountNumer": "1"})

        assert reply.status_code == 400
        assert reply.json() == recording("errors/amp-labs.unknown-field.json")
