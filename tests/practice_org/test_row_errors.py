"""What an org refuses in a single record, beyond what is recorded."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NEW = {"LastName": "Doe", "Company": "Example"}
NOWHERE = "001000000000001AAA"


def make(org, **values):
    return org.call("POST", "/sobjects/Lead", json={**NEW, **values})


def error(reply) -> tuple[int, str, str]:
    return reply.status_code, reply.json()[0]["errorCode"], reply.json()[0]["message"]


class TestValues:
    @pytest.mark.parametrize(
        ("values", "code", "words", "fields"),
        [
            ({"AnnualRevenue": 1e19}, "NUMBER_OUTSIDE_VALID_RANGE", "value outside of valid range", ["AnnualRevenue"]),
            ({"OwnerId": "nobody"}, "MALFORMED_ID", "Owner ID: id value of incorrect type: nobody", ["OwnerId"]),
            (
                {"Product_Interest__c": "Analytics;" + "x" * 5000},
                "STRING_TOO_LONG",
                "Product Interest: data value too large: ",
                ["Product_Interest__c"],
            ),
        ],
    )
    def test_that_do_not_fit(self, org, values, code, words, fields):
        reply = make(org, **values)

        assert error(reply)[:2] == (400, code)
        assert words in error(reply)[2]
        assert reply.json()[0]["fields"] == fields

    @pytest.mark.parametrize(
        ("field", "value", "kind", "token"),
        [
            ("GDPR_Consent__c", "maybe", "boolean", "VALUE_STRING value maybe"),
            ("GDPR_Consent__c", 1, "boolean", "VALUE_NUMBER_INT value 1"),
            ("NumberOfEmployees", "many", "int", "VALUE_STRING value many"),
            ("AnnualRevenue", "much", "double", "VALUE_STRING value much"),
            ("Demo_Requested_On__c", "2003-04-987", "date", "VALUE_STRING value 2003-04-987"),
            ("Qualified_At__c", "soon", "datetime", "VALUE_STRING value soon"),
            ("City", 7, "string", "VALUE_NUMBER_INT value 7"),
            ("City", ["x"], "string", "START_ARRAY value ["),
        ],
    )
    def test_of_the_wrong_type_are_named_with_their_place(self, org, field, value, kind, token):
        body = json.dumps({**NEW, field: value}, separators=(",", ":"))
        column = body.index(f'"{field}":') + len(f'"{field}":') + 1

        reply = org.call("POST", "/sobjects/Lead", data=body, headers={"Content-Type": "application/json"})

        words = f"Cannot deserialize instance of {kind} from {token} or request may be missing a required field at "
        assert reply.status_code == 400
        assert reply.json() == [{"message": f"{words}[line:1, column:{column}]", "errorCode": "JSON_PARSER_ERROR"}]

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        text=st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=60),
        number=st.integers(-(10**9), 10**9),
        flag=st.booleans(),
        day=st.dates(),
    )
    def test_that_fit_come_back_equal(self, org, text, number, flag, day):
        values = {
            "Current_Vendor__c": text,
            "NumberOfEmployees": number,
            "GDPR_Consent__c": flag,
            "Demo_Requested_On__c": day.isoformat(),
        }

        key = make(org, **values).json()["id"]

        record = org.call("GET", f"/sobjects/Lead/{key}?fields={','.join(values)}").json()
        del record["attributes"], record["Id"]
        assert record == {**values, "Current_Vendor__c": text.strip() or None}


class TestLinks:
    @pytest.mark.parametrize(
        ("value", "code", "words"),
        [
            (NOWHERE, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id"),
            (
                "003000000000001AAA",
                "FIELD_INTEGRITY_EXCEPTION",
                "Account ID: id value of incorrect type: 003000000000001AAA",
            ),
        ],
    )
    def test_to_nothing(self, org, value, code, words):
        reply = org.call("POST", "/sobjects/Contact", json={"LastName": "Doe", "AccountId": value})

        assert error(reply) == (400, code, words)

    def test_to_a_deleted_record(self, org):
        account = org.call("POST", "/sobjects/Account", json={"Name": "Example"}).json()["id"]
        org.call("DELETE", f"/sobjects/Account/{account}")

        reply = org.call("POST", "/sobjects/Contact", json={"LastName": "Doe", "AccountId": account})

        assert reply.json()[0]["errorCode"] == "ENTITY_IS_DELETED"

    def test_to_a_user_who_left(self, org):
        gone = org.records("SELECT Id FROM User WHERE IsActive = false LIMIT 1")[0]["Id"]

        reply = make(org, OwnerId=gone)

        words = f"operation performed with inactive user [{gone[:15]}] as owner of lead"
        assert error(reply) == (400, "INACTIVE_OWNER_OR_USER", words)

    def test_by_an_external_id(self, org):
        account = org.call("POST", "/sobjects/Account", json={"Name": "Example", "ERP_Number__c": "e-9"}).json()["id"]
        good = {"LastName": "Doe", "Account": {"ERP_Number__c": "e-9"}}
        bad = {"LastName": "Doe", "Account": {"ERP_Number__c": "none"}}

        made = org.call("POST", "/sobjects/Contact", json=good).json()["id"]
        reply = org.call("POST", "/sobjects/Contact", json=bad)

        assert org.records(f"SELECT AccountId FROM Contact WHERE Id = '{made}'")[0]["AccountId"] == account
        words = "Foreign key external ID: none not found for field ERP_Number__c in entity Account"
        assert error(reply) == (400, "INVALID_FIELD", words)


class TestUniqueField:
    def test_holds_one_record(self, org):
        first = make(org, External_CRM_Id__c="x-1").json()["id"]

        reply = make(org, External_CRM_Id__c="x-1")
        same = org.call("PATCH", f"/sobjects/Lead/{first}", json={"External_CRM_Id__c": "x-1"})

        words = f"duplicate value found: External_CRM_Id__c duplicates value on record with id: {first[:15]}"
        assert error(reply) == (400, "DUPLICATE_VALUE", words)
        assert reply.json()[0]["fields"] == ["External_CRM_Id__c"]
        assert same.status_code == 204


class TestAddress:
    def test_of_an_external_id_that_several_records_have(self, org):
        keys = {make(org, Email="twin@example.com").json()["id"] for _ in range(2)}

        replies = [org.call(verb, "/sobjects/Lead/Email/twin@example.com", json={}) for verb in ("GET", "PATCH")]

        for reply in replies:
            assert reply.status_code == 300
            assert {address.rsplit("/", 1)[1] for address in reply.json()} == keys
            assert reply.json()[0].startswith("/services/data/v60.0/sobjects/Lead/")

    def test_of_a_field_that_tells_nobody_apart(self, org):
        reply = org.call("GET", "/sobjects/Lead/Company/Example")

        words = "Provided external ID field does not exist or is not accessible: Company"
        assert error(reply) == (404, "NOT_FOUND", words)

    def test_is_not_said_again_in_the_body(self, org):
        lead = make(org).json()["id"]

        by_id = org.call("PATCH", f"/sobjects/Lead/{lead}", json={"Id": lead, "City": "Seoul"})
        by_mail = org.call("PATCH", "/sobjects/Lead/Email/x@example.com", json={**NEW, "Email": "x@example.com"})

        assert error(by_id) == (400, "INVALID_FIELD", "The Id field should not be specified in the sobject data.")
        assert error(by_mail) == (400, "INVALID_FIELD", "The Email field should not be specified in the sobject data.")

    def test_of_one_record_by_an_external_id_reads_and_deletes(self, org):
        lead = make(org, Email="solo@example.com").json()["id"]

        read = org.call("GET", "/sobjects/Lead/Email/solo@example.com?fields=Email")
        gone = org.call("DELETE", "/sobjects/Lead/Email/solo@example.com")

        assert (read.json()["Id"], gone.status_code) == (lead, 204)
        assert org.call("GET", "/sobjects/Lead/Email/solo@example.com").status_code == 404

    def test_gives_only_the_fields_asked_for(self, org):
        lead = make(org, City="Seoul").json()["id"]

        record = org.call("GET", f"/sobjects/Lead/{lead}?fields=City,Owner.Name").json()
        wrong = org.call("GET", f"/sobjects/Lead/{lead}?fields=Nothing")

        assert record["City"] == "Seoul"
        assert "LastName" not in record
        assert error(wrong) == (400, "INVALID_FIELD", "No such column 'Nothing' on sobject of type Lead")

    def test_of_a_deleted_record(self, org):
        lead = make(org).json()["id"]
        org.call("DELETE", f"/sobjects/Lead/{lead}")

        for reply in (org.call("GET", f"/sobjects/Lead/{lead}"), org.call("PATCH", f"/sobjects/Lead/{lead}", json={})):
            assert error(reply) == (404, "ENTITY_IS_DELETED", "entity is deleted")

    def test_takes_another_method_from_who_can_only_post(self, org):
        lead = make(org).json()["id"]

        reply = org.call("POST", f"/sobjects/Lead/{lead}?_HttpMethod=PATCH", json={"City": "Seoul"})

        assert reply.status_code == 204

    def test_takes_no_other_method(self, org):
        reply = org.call("PUT", "/sobjects/Lead", json=NEW)

        assert error(reply)[:2] == (405, "METHOD_NOT_ALLOWED")


class TestRight:
    def test_to_create_is_asked_of_the_profile(self, org):
        org.trainer("POST", "/switches", {"denied": {"Lead": ["Create"]}})

        reply = make(org)

        assert error(reply) == (400, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "entity type cannot be inserted: Lead")

    def test_to_name_the_id_of_a_new_record_is_nobodys(self, org):
        reply = make(org, Id="00Q000000000001EAA")

        assert error(reply) == (400, "INVALID_FIELD_FOR_INSERT_UPDATE", "cannot specify Id in an insert call")


class TestBody:
    @pytest.mark.parametrize(
        ("body", "words"),
        [
            ('{"LastName": }', "Unexpected character ('}' (code 125)): expected a valid value"),
            ('{"LastName": "Doe"', "Unexpected end-of-input at [line:1, column:19]"),
            ("[]", "The HTTP entity body is required"),
            ("LastName=Doe", "Unexpected character ('L' (code 76)): expected a valid value"),
        ],
    )
    def test_that_is_no_json_object(self, org, body, words):
        reply = org.call("POST", "/sobjects/Lead", data=body, headers={"Content-Type": "application/json"})

        assert error(reply)[:2] == (400, "JSON_PARSER_ERROR")
        assert error(reply)[2].startswith(words)


class TestCollectionLimits:
    def test_are_two_hundred_rows_and_ten_chunks(self, org):
        kinds = ["Lead", "Contact"] * 6
        rows = [{"attributes": {"type": kind}, **NEW} for kind in kinds]

        many = org.call("POST", "/composite/sobjects", json={"records": rows * 20})
        mixed = org.call("POST", "/composite/sobjects", json={"records": rows})

        assert error(many)[:2] == (400, "EXCEEDED_ID_LIMIT")
        assert error(mixed)[:2] == (400, "LIMIT_EXCEEDED")

    def test_keep_rows_apart(self, org):
        lead = make(org).json()["id"]
        org.call("DELETE", f"/sobjects/Lead/{lead}")

        found = org.call("DELETE", "/composite/sobjects", params={"ids": f"{lead},00Q000000000001EAA"}).json()

        assert [row["errors"][0]["statusCode"] for row in found] == ["ENTITY_IS_DELETED", "INVALID_CROSS_REFERENCE_KEY"]

    def test_refuse_every_row_with_the_same_external_id(self, org):
        rows = [{"attributes": {"type": "Lead"}, **NEW, "External_CRM_Id__c": key} for key in ("x-1", "x-1", "x-2")]

        found = org.call("PATCH", "/composite/sobjects/Lead/External_CRM_Id__c", json={"records": rows}).json()

        assert [row["success"] for row in found] == [False, False, True]
        assert found[0]["errors"][0] == {
            "statusCode": "DUPLICATE_VALUE",
            "message": "Duplicate external id specified: x-1",
            "fields": ["External_CRM_Id__c"],
        }

    def test_need_a_value_to_match_by(self, org):
        row = {"attributes": {"type": "Lead"}, **NEW}

        found = org.call("PATCH", "/composite/sobjects/Lead/External_CRM_Id__c", json={"records": [row]}).json()

        assert found[0]["errors"][0] == {
            "statusCode": "MISSING_ARGUMENT",
            "message": "External_CRM_Id__c not specified",
            "fields": [],
        }
