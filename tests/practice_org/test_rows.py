from __future__ import annotations

import datetime
import time

import pytest


def moment(seconds: float) -> str:
    return datetime.datetime.fromtimestamp(time.time() + seconds, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.fixture
def lead(org) -> str:
    return org.call("POST", "/sobjects/Lead", json={"LastName": "Doe", "Company": "Example"}).json()["id"]


class TestCreate:
    def test_answers_with_the_id_and_its_address(self, org):
        reply = org.call("POST", "/sobjects/Lead", json={"LastName": "Doe", "FirstName": "Jo", "Company": "Example"})

        body = reply.json()
        assert reply.status_code == 201
        assert body == {"id": body["id"], "success": True, "errors": []}
        assert reply.headers["Location"] == f"/services/data/v60.0/sobjects/Lead/{body['id']}"
        assert org.records(f"SELECT Name, Status FROM Lead WHERE Id = '{body['id']}'")[0]["Name"] == "Jo Doe"

    @pytest.mark.parametrize(
        ("values", "code", "words"),
        [
            ({"LastName": "Doe"}, "REQUIRED_FIELD_MISSING", "Required fields are missing: [Company]"),
            ({"Nothing": 1}, "INVALID_FIELD", "No such column 'Nothing' on sobject of type Lead"),
            ({"Email": "no address"}, "INVALID_EMAIL_ADDRESS", "Email: invalid email address: no address"),
            (
                {"Region__c": "MARS"},
                "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
                "bad value for restricted picklist field",
            ),
            ({"LastName": "x" * 81}, "STRING_TOO_LONG", "data value too large"),
            (
                {"MasterRecordId": None},
                "INVALID_FIELD_FOR_INSERT_UPDATE",
                "Unable to create/update fields: MasterRecordId.",
            ),
            ({"GDPR_Consent__c": "maybe"}, "JSON_PARSER_ERROR", "Cannot deserialize instance of boolean"),
        ],
    )
    def test_refuses_in_salesforce_words(self, org, values, code, words):
        reply = org.call("POST", "/sobjects/Lead", json=values)

        assert reply.status_code == 400
        assert reply.json()[0]["errorCode"] == code
        assert words in reply.json()[0]["message"]


class TestUpdate:
    def test_moves_the_stamps(self, org):
        columns = "SELECT Id, SystemModstamp, LastModifiedDate, LastModifiedById FROM Lead "
        old = org.records(columns + "WHERE IsConverted = false ORDER BY SystemModstamp LIMIT 1")[0]

        reply = org.call("PATCH", f"/sobjects/Lead/{old['Id']}", json={"Rating": "Cold"})

        new = org.records(columns + f"WHERE Id = '{old['Id']}'")[0]
        assert reply.status_code == 204
        assert new["SystemModstamp"] > old["SystemModstamp"]
        assert new["LastModifiedDate"] == new["SystemModstamp"]
        assert new["LastModifiedById"] == org.facts["sync_user"]["user_id"]

    def test_refuses_converted_leads(self, org):
        converted = org.records("SELECT Id FROM Lead WHERE IsConverted = true LIMIT 1")[0]["Id"]

        reply = org.call("PATCH", f"/sobjects/Lead/{converted}", json={"Rating": "Cold"})

        assert reply.json()[0]["errorCode"] == "CANNOT_UPDATE_CONVERTED_LEAD"

    def test_finds_a_person_by_mail(self, org, lead):
        org.call("PATCH", f"/sobjects/Lead/{lead}", json={"Email": "One.Of.A.Kind@example.com"})

        found = org.call("PATCH", "/sobjects/Lead/Email/one.of.a.kind@example.com", json={"Rating": "Hot"})
        made = org.call(
            "PATCH", "/sobjects/Lead/Email/another@example.com", json={"LastName": "New", "Company": "Example"}
        )

        assert (found.status_code, found.json()["created"], found.json()["id"]) == (200, False, lead)
        assert (made.status_code, made.json()["created"]) == (201, True)


class TestDelete:
    def test_leaves_the_record_to_query_all(self, org, lead):
        assert org.call("DELETE", f"/sobjects/Lead/{lead}").status_code == 204

        again = org.call("DELETE", f"/sobjects/Lead/{lead}")
        assert again.status_code == 404
        assert again.json() == [{"message": "entity is deleted", "errorCode": "ENTITY_IS_DELETED", "fields": []}]
        assert org.records(f"SELECT Id FROM Lead WHERE Id = '{lead}'") == []
        assert org.records(f"SELECT IsDeleted FROM Lead WHERE Id = '{lead}'", "queryAll")[0]["IsDeleted"] is True


class TestReplication:
    def test_lists_what_was_changed_and_deleted(self, org, lead):
        gone = org.call("POST", "/sobjects/Lead", json={"LastName": "Gone", "Company": "Example"}).json()["id"]
        org.call("DELETE", f"/sobjects/Lead/{gone}")
        span = {"start": moment(-3600), "end": moment(120)}

        updated = org.call("GET", "/sobjects/Lead/updated/", params=span).json()
        deleted = org.call("GET", "/sobjects/Lead/deleted/", params=span).json()

        assert updated["ids"] == [lead]
        assert [row["id"] for row in deleted["deletedRecords"]] == [gone]
        assert set(deleted) == {"deletedRecords", "earliestDateAvailable", "latestDateCovered"}

    def test_looks_back_thirty_days_at_most(self, org):
        span = {"start": moment(-31 * 86_400), "end": moment(0)}

        reply = org.call("GET", "/sobjects/Lead/updated", params=span)

        assert reply.json()[0]["errorCode"] == "INVALID_REPLICATION_DATE"


class TestCollections:
    def test_reports_row_by_row(self, org, recording):
        good = {"attributes": {"type": "Contact"}, "LastName": "Doe"}
        bad = {"attributes": {"type": "Contact"}, "FirstName": "Jo"}

        reply = org.call("POST", "/composite/sobjects", json={"allOrNone": False, "records": [good, bad]}).json()

        assert list(reply[0]) == ["id", "success", "errors"]
        assert reply[1] == {
            "success": False,
            "errors": [
                {
                    "statusCode": "REQUIRED_FIELD_MISSING",
                    "message": "Required fields are missing: [LastName]",
                    "fields": ["LastName"],
                }
            ],
        }

    def test_undoes_everything_when_all_or_none_was_asked(self, org):
        before = org.query("SELECT COUNT() FROM Contact")["totalSize"]
        rows = [{"attributes": {"type": "Contact"}, "LastName": "Doe"}, {"attributes": {"type": "Contact"}}]

        reply = org.call("POST", "/composite/sobjects", json={"allOrNone": True, "records": rows}).json()

        assert reply[0]["errors"][0]["statusCode"] == "ALL_OR_NONE_OPERATION_ROLLED_BACK"
        assert org.query("SELECT COUNT() FROM Contact")["totalSize"] == before

    def test_wants_at_least_one_record(self, org, recording):
        expected = recording("errors/amp-labs.batch_create_contacts_err-bad-request.json")

        reply = org.call("POST", "/composite/sobjects", json={"allOrNone": False, "records": []})

        assert reply.status_code == 400
        assert reply.json() == expected

    def test_wants_ids_for_updates(self, org, recording):
        expected = recording("errors/amp-labs.batch_update_contacts_err-each-no-ids.json")
        rows = [{"attributes": {"type": "Contact"}, "LastName": "Doe"}] * 2

        assert org.call("PATCH", "/composite/sobjects", json={"records": rows}).json() == expected

    def test_upserts_and_deletes(self, org, lead):
        rows = [{"attributes": {"type": "Lead"}, "id": lead, "Rating": "Hot"}]

        upserted = org.call("PATCH", "/composite/sobjects/Lead/Id", json={"records": rows}).json()
        deleted = org.call("DELETE", "/composite/sobjects", params={"ids": lead}).json()

        assert upserted == [{"id": lead, "success": True, "errors": [], "created": False}]
        assert deleted == [{"id": lead, "success": True, "errors": []}]


class TestComposite:
    def test_is_one_call_for_many_describes(self, org):
        names = ["Lead", "Contact", "Account", "Nothing"]
        requests_ = [
            {"method": "GET", "url": f"/services/data/v60.0/sobjects/{name}/describe", "referenceId": name}
            for name in names
        ]

        reply = org.call("POST", "/composite", json={"compositeRequest": requests_})

        answers = reply.json()["compositeResponse"]
        assert [answer["httpStatusCode"] for answer in answers] == [200, 200, 200, 404]
        assert answers[0]["body"]["name"] == "Lead"
        assert reply.headers["Sforce-Limit-Info"] == "api-usage=1/112000"

    def test_hands_one_answer_to_the_next_request(self, org):
        requests_ = [
            {
                "method": "POST",
                "url": "/services/data/v60.0/sobjects/Account",
                "referenceId": "made",
                "body": {"Name": "Example"},
            },
            {
                "method": "GET",
                "url": "/services/data/v60.0/sobjects/Account/@{made.id}?fields=Name",
                "referenceId": "read",
            },
        ]

        answers = org.call("POST", "/composite", json={"compositeRequest": requests_}).json()["compositeResponse"]

        assert answers[1]["body"]["Name"] == "Example"

    def test_takes_25_requests(self, org):
        requests_ = [{"method": "GET", "url": "/services/data/v60.0/limits", "referenceId": f"r{n}"} for n in range(26)]

        assert org.call("POST", "/composite", json={"compositeRequest": requests_}).status_code == 400

    def test_takes_five_queries(self, org):
        address = "/services/data/v60.0/query?q=SELECT+COUNT()+FROM+Lead"
        requests_ = [{"method": "GET", "url": address, "referenceId": f"r{n}"} for n in range(6)]

        assert org.call("POST", "/composite", json={"compositeRequest": requests_}).status_code == 400
        assert org.call("POST", "/composite", json={"compositeRequest": requests_[:5]}).status_code == 200
