"""Many records in one call: row by row what a real org answered to the same rows."""

from __future__ import annotations

import pytest

from tests.practice_org.recordings import exchange, kinds, sent_at

PER_RECORD = "collections/per-record-errors.json"


def typed(name: str, **values) -> dict:
    return {"attributes": {"type": name}, **values}


def created(org, name: str, **values) -> str:
    return org.call("POST", f"/sobjects/{name}", json=values).json()["id"]


def rows(org, method: str, *records: dict, all_or_none: bool = False) -> list[dict]:
    body = {"allOrNone": all_or_none, "records": list(records)}
    return sent_at(org, "v42.0", method, "/composite/sobjects", json=body).json()


class TestSuccess:
    def test_of_create_update_and_delete_is_the_recorded_one(self, org, recording):
        made, changed, gone = (one["response"]["body"] for one in recording("collections/success.json"))

        first = rows(org, "POST", typed("Account", Name="(test) Big Account5"))
        key = created(org, "Contact", LastName="Doe")
        second = rows(org, "PATCH", typed("Contact", id=key, LastName="Jones"))
        third = sent_at(org, "v42.0", "DELETE", f"/composite/sobjects?ids={key}&allOrNone=true").json()

        assert kinds(first) == kinds(made)
        assert (list(second[0]), kinds(second)) == (list(changed[0]), kinds(changed))
        assert kinds(third[0]) == kinds(gone[0])

    @pytest.mark.parametrize("what", ["create", "update"])
    def test_of_a_newer_release_is_the_same(self, org, recording, what):
        sent = recording(f"collections/amp-labs.batch_{what}_contacts_payload.json")
        expected = recording(f"collections/amp-labs.batch_{what}_contacts_success.json")
        if what == "update":
            for record in sent["records"]:
                record["id"] = created(org, "Contact", LastName="Doe")

        body = org.call("POST" if what == "create" else "PATCH", "/composite/sobjects", json=sent).json()

        assert kinds(body) == kinds(expected)
        assert [list(row) for row in body] == [list(row) for row in expected]

    def test_takes_numbers_as_text(self, org, recording):
        recorded = exchange(recording("collections/update-collection.cumulusci.json"), "composite/sobjects")
        sent = recorded["request"]["body"]["records"]
        for record in sent:
            record["Id"] = created(org, "Account", Name="Example")

        body = org.call("PATCH", "/composite/sobjects", json={"allOrNone": False, "records": sent}).json()

        assert kinds(body) == kinds(recorded["response"]["body"])


class TestUpsert:
    @pytest.mark.parametrize(
        ("file", "path"),
        [
            ("collections/upsert-by-external-id.cumulusci.json", "composite/sobjects/Contact/Email"),
            ("collections/upsert-by-id-and-recordCount.cumulusci.json", "composite/sobjects/Contact/Id"),
            ("collections/upsert-by-id-and-recordCount.cumulusci.json", "composite/sobjects/Account/Id"),
        ],
    )
    def test_tells_what_is_new_as_recorded(self, org, recording, file, path):
        recorded = exchange(recording(file), path)

        body = org.call("PATCH", f"/{path}", json=recorded["request"]["body"]).json()

        expected = recorded["response"]["body"]
        assert [list(row) for row in body] == [list(row) for row in expected]
        assert [row["created"] for row in body] == [row["created"] for row in expected]

    def test_of_records_that_are_there_creates_none(self, org, recording):
        found = recording("collections/upsert-by-external-id.cumulusci.json")
        recorded = exchange(found, "composite/sobjects/Contact/Email")
        org.call("PATCH", "/composite/sobjects/Contact/Email", json=recorded["request"]["body"])

        again = org.call("PATCH", "/composite/sobjects/Contact/Email", json=recorded["request"]["body"]).json()

        assert {row["created"] for row in again} == {False}


class TestRowErrors:
    """In the order of the recording; labels and values are those of the fields that the practice org has."""

    def test_of_a_mail_address(self, org, recording):
        expected = recording(PER_RECORD)[0]["response"]["body"]
        good, bad = (created(org, "Contact", LastName="Doe") for _ in range(2))

        body = rows(
            org,
            "PATCH",
            typed("Contact", id=good, LastName="Test"),
            typed("Contact", id=bad, Personal_Email__c="badone"),
        )

        error = {
            **expected[1]["errors"][0],
            "message": "Personal Email: invalid email address: badone",
            "fields": ["Personal_Email__c"],
        }
        assert kinds(body[0]) == kinds(expected[0])
        assert body[1] == {**expected[1], "errors": [error]}

    def test_of_a_missing_name(self, org, recording):
        expected = recording(PER_RECORD)[1]["response"]["body"]

        assert rows(org, "POST", typed("Account", AccountNumber="1", Name=None)) == expected

    def test_of_a_name_that_is_emptied(self, org, recording):
        expected = recording(PER_RECORD)[1]["response"]["body"]
        key = created(org, "Account", Name="Example")

        assert rows(org, "PATCH", typed("Account", id=key, Name=None)) == expected

    def test_of_a_second_membership(self, org, recording):
        recorded = recording(PER_RECORD)[2]["response"]["body"]
        first, second = (created(org, "Campaign", Name="Example") for _ in range(2))
        one, other = (created(org, "Contact", LastName="Doe") for _ in range(2))
        created(org, "CampaignMember", CampaignId=first, ContactId=one)

        body = rows(
            org,
            "POST",
            typed("CampaignMember", CampaignId=first, ContactId=one),
            typed("CampaignMember", CampaignId=first, ContactId=other),
            typed("CampaignMember", CampaignId=second, ContactId=one),
        )

        assert body[0] == recorded[0]
        assert kinds(body[1:]) == kinds(recorded[1:])

    def test_of_a_value_of_the_wrong_type(self, org, recording):
        expected = recording(PER_RECORD)[3]["response"]["body"]
        key = created(org, "Contact", LastName="Doe")

        body = rows(org, "PATCH", typed("Contact", LastName=None, GDPR_Consent__c="other", id=key))

        assert body == expected

    def test_of_a_restricted_picklist(self, org, recording):
        expected = recording(PER_RECORD)[4]["response"]["body"][0]
        key = created(org, "Contact", LastName="Doe")

        body = rows(org, "PATCH", typed("Contact", LastName=None, Region__c="Other", id=key))

        message = "Region: bad value for restricted picklist field: Other"
        error = {**expected["errors"][0], "message": message, "fields": ["Region__c"]}
        assert body == [{**expected, "errors": [error]}]

    @pytest.mark.parametrize("number", [5, 6])
    def test_of_a_converted_lead(self, org, recording, number):
        expected = recording(PER_RECORD)[number]["response"]["body"]
        lead = org.records("SELECT Id FROM Lead WHERE IsConverted = true LIMIT 1")[0]["Id"]
        campaign = created(org, "Campaign", Name="Example")

        if number == 5:
            body = rows(org, "PATCH", typed("Lead", LastName="NoEdit", id=lead))
        else:
            body = rows(org, "POST", typed("CampaignMember", CampaignId=campaign, LeadId=lead))

        assert body == expected

    def test_of_a_malformed_id(self, org, recording):
        expected = recording("errors/amp-labs.success-with-errors.json")["errors"]

        body = rows(org, "PATCH", typed("Contact", id="001RM000003oLrB000", LastName="Doe"))

        assert body[0]["errors"] == expected

    def test_of_a_second_permission_set_assignment_name_both(self, org, recording):
        expected = recording("errors/amp-labs.metadata_write_err-duplicate-permission-assignment.json")[0]
        body = {"Name": "Extra", "Label": "Extra"}
        admin = org.sign_in("admin_user")
        parent = admin.call("POST", "/sobjects/PermissionSet", json=body).json()["id"]
        row = {"AssigneeId": org.facts["sync_user"]["user_id"], "PermissionSetId": parent}
        admin.call("POST", "/sobjects/PermissionSetAssignment", json=row)

        again = admin.call("POST", "/sobjects/PermissionSetAssignment", json=row)

        assert again.status_code == 400
        assert again.json()[0]["errorCode"] == expected["errorCode"]
        assert again.json()[0]["fields"] == expected["fields"]


class TestAllOrNone:
    def test_of_creates_is_the_recorded_one(self, org, recording):
        expected = recording("collections/amp-labs.batch_create_contacts_partial-but-allOrNone.json")
        before = org.query("SELECT COUNT() FROM Contact")["totalSize"]

        body = rows(org, "POST", typed("Contact", FirstName="Jo"), typed("Contact", LastName="Doe"), all_or_none=True)

        assert body == expected
        assert org.query("SELECT COUNT() FROM Contact")["totalSize"] == before

    def test_of_updates_is_the_recorded_one(self, org, recording):
        expected = recording("collections/amp-labs.batch_update_contacts_partial-but-allOrNone.json")
        key = created(org, "Contact", LastName="Doe")

        body = rows(
            org,
            "PATCH",
            typed("Contact", id=key, LastName="Roe"),
            typed("Contact", id=key, unknownField_LastName="Roe"),
            all_or_none=True,
        )

        assert body == expected
        assert org.records(f"SELECT LastName FROM Contact WHERE Id = '{key}'")[0]["LastName"] == "Doe"


class TestWholeCall:
    def test_of_an_older_release_was_refused_for_one_value(self, org, recording):
        """Recorded in 2020-09 as a 400 of the whole call, two days later as an error of the row; ours is the later."""
        older = recording("errors/400-JSON_PARSER_ERROR.json")[0]["response"]["body"][0]
        key = created(org, "Contact", LastName="Doe")

        error = rows(org, "PATCH", typed("Contact", id=key, GDPR_Consent__c="other"))[0]["errors"][0]

        assert error["statusCode"] == older["errorCode"]
        assert error["message"].split(" at [")[0] == older["message"].split(" at [")[0]
