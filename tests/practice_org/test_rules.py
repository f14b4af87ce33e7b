from __future__ import annotations

import re

import pytest
import requests

from tests.practice_org.uploads import Job

NEW = {"LastName": "Doe", "Company": "Example"}
PHONE = {
    "object": "Lead",
    "name": "Phone_or_mail",
    "condition": "Phone = null AND Email = null",
    "message": "Give a phone number or an e-mail.",
    "field": "Phone",
}
SAME_MAIL = {"object": "Lead", "name": "Same_mail", "fields": ["Email"]}


def make(org, **values):
    return org.call("POST", "/sobjects/Lead", json={**NEW, **values})


def owners(org) -> list[str]:
    me = org.facts["sync_user"]["user_id"]
    return [row["Id"] for row in org.records(f"SELECT Id FROM User WHERE IsActive = true AND Id != '{me}' LIMIT 2")]


class TestValidationRule:
    def test_refuses_a_record_that_meets_it_on_every_way_in(self, org):
        good = make(org, Phone="1").json()["id"]
        before = org.query("SELECT COUNT() FROM Lead")["totalSize"]
        org.trainer("POST", "/validation-rules", PHONE)
        row = {"attributes": {"type": "Lead"}, **NEW}
        job = Job(org)

        created = make(org)
        changed = org.call("PATCH", f"/sobjects/Lead/{good}", json={"Phone": None})
        together = org.call("POST", "/composite/sobjects", json={"records": [row, {**row, "Phone": "2"}]}).json()
        job.run("LastName,Company,Phone\nDoe,Example,\nRoe,Example,3\n")

        words = "Give a phone number or an e-mail."
        assert created.status_code == 400
        assert created.json() == [
            {"message": words, "errorCode": "FIELD_CUSTOM_VALIDATION_EXCEPTION", "fields": ["Phone"]}
        ]
        assert changed.json() == created.json()
        assert [one["success"] for one in together] == [False, True]
        assert together[0]["errors"][0]["statusCode"] == "FIELD_CUSTOM_VALIDATION_EXCEPTION"
        assert job.rows("failedResults")[0]["sf__Error"] == f"FIELD_CUSTOM_VALIDATION_EXCEPTION:{words}:Phone --"
        assert org.query("SELECT COUNT() FROM Lead")["totalSize"] == before + 2
        assert org.records(f"SELECT Phone FROM Lead WHERE Id = '{good}'")[0]["Phone"] == "1"

    def test_goes_when_the_trainer_takes_it_away(self, org):
        rule = org.trainer("POST", "/validation-rules", PHONE)

        org.trainer("DELETE", f"/validation-rules/{rule['id']}")

        assert make(org).status_code == 201
        assert org.trainer("GET", "/rules")["validation-rules"] == []

    @pytest.mark.parametrize("wrong", [{"condition": "Nothing = 1"}, {"object": "Nothing"}, {"field": "Nothing"}])
    def test_must_fit_the_object(self, org, wrong):
        with pytest.raises(AssertionError, match=r"INVALID|MALFORMED"):
            org.trainer("POST", "/validation-rules", {**PHONE, **wrong})


class TestDuplicateRule:
    def test_tells_of_the_records_it_found(self, org):
        known = make(org, Email="one@example.com").json()["id"]
        org.trainer("POST", "/duplicate-rules", SAME_MAIL)

        reply = make(org, Email="ONE@example.com")

        assert reply.status_code == 400
        assert reply.json() == [
            {
                "duplicateResut": {
                    "allowSave": True,
                    "duplicateRule": "Same_mail",
                    "duplicateRuleEntityType": "Lead",
                    "errorMessage": "Use one of these records?",
                    "matchResults": [
                        {
                            "entityType": "Lead",
                            "errors": [],
                            "matchEngine": "ExactMatchEngine",
                            "matchRecords": [
                                {
                                    "additionalInformation": [],
                                    "fieldDiffs": [],
                                    "matchConfidence": 100.0,
                                    "record": {
                                        "attributes": {
                                            "type": "Lead",
                                            "url": f"/services/data/v60.0/sobjects/Lead/{known}",
                                        },
                                        "Id": known,
                                    },
                                }
                            ],
                            "rule": "Same_mail_Match",
                            "size": 1,
                            "success": True,
                        }
                    ],
                },
                "errorCode": "DUPLICATES_DETECTED",
                "message": "Use one of these records?",
            }
        ]

    @pytest.mark.parametrize(("action", "status"), [("alert", 201), ("block", 400)])
    def test_lets_an_alert_be_overridden_and_no_block(self, org, action, status):
        make(org, Email="one@example.com")
        org.trainer("POST", "/duplicate-rules", {**SAME_MAIL, "action": action})
        headers = {"Sforce-Duplicate-Rule-Header": "allowSave=true"}

        reply = org.call("POST", "/sobjects/Lead", json={**NEW, "Email": "one@example.com"}, headers=headers)

        assert reply.status_code == status

    def test_stands_in_the_row_of_a_collection(self, org):
        make(org, Email="one@example.com")
        org.trainer("POST", "/duplicate-rules", SAME_MAIL)
        row = {"attributes": {"type": "Lead"}, **NEW, "Email": "one@example.com"}

        error = org.call("POST", "/composite/sobjects", json={"records": [row]}).json()[0]["errors"][0]

        assert error["statusCode"] == "DUPLICATES_DETECTED"
        assert error["duplicateResult"]["matchResults"][0]["size"] == 1

    def test_minds_no_change_of_other_fields(self, org):
        make(org, Email="one@example.com")
        second = make(org, Email="one@example.com").json()["id"]
        org.trainer("POST", "/duplicate-rules", SAME_MAIL)

        assert org.call("PATCH", f"/sobjects/Lead/{second}", json={"City": "Seoul"}).status_code == 204


def find_duplicates(org, *records: str) -> requests.Response:
    token = org.session.headers["Authorization"].removeprefix("Bearer ")
    body = (
        '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:partner.soap.sforce.com" '
        f'xmlns:s="urn:sobject.partner.soap.sforce.com"><e:Header><SessionHeader><sessionId>{token}</sessionId>'
        f"</SessionHeader></e:Header><e:Body><findDuplicates>{''.join(records)}</findDuplicates></e:Body></e:Envelope>"
    )
    headers = {"SOAPAction": '""', "Content-Type": "text/xml; charset=UTF-8"}
    return requests.post(f"{org.base}/services/Soap/u/60.0", data=body.encode(), headers=headers, timeout=60)


class TestFindDuplicates:
    RECORD = "<sObjects><s:type>Lead</s:type><s:Email>{}</s:Email></sObjects>"

    def test_names_the_same_records_for_each_one_asked(self, org):
        known = make(org, Email="one@example.com").json()["id"]
        org.trainer("POST", "/duplicate-rules", SAME_MAIL)

        reply = find_duplicates(org, self.RECORD.format("one@example.com"), self.RECORD.format("none@example.com"))

        assert reply.status_code == 200
        assert reply.text.count("<result>") == 2
        assert re.findall("<sf:Id>(.*?)</sf:Id>", reply.text) == [known]
        assert "<duplicateRule>Same_mail</duplicateRule>" in reply.text

    def test_takes_fifty_records_a_call(self, org):
        reply = find_duplicates(org, *[self.RECORD.format("x@example.com")] * 51)

        assert reply.status_code == 500
        assert "LIMIT_EXCEEDED" in reply.text
        assert "The number of records to check is greater than the permitted batch size." in reply.text


class TestLock:
    def test_of_a_row_holds_for_so_many_tries(self, org):
        lead = make(org).json()["id"]
        org.trainer("POST", "/locks", {"record": lead, "kind": "row", "count": 2})

        replies = [org.call("PATCH", f"/sobjects/Lead/{lead}", json={"City": "Seoul"}) for _ in range(3)]

        assert [reply.status_code for reply in replies] == [400, 400, 204]
        assert replies[0].json() == [
            {
                "message": f"unable to obtain exclusive access to this record or 1 records: {lead}",
                "errorCode": "UNABLE_TO_LOCK_ROW",
                "fields": [],
            }
        ]

    def test_of_a_parent_holds_up_its_children(self, org):
        account = org.call("POST", "/sobjects/Account", json={"Name": "Example"}).json()["id"]
        org.trainer("POST", "/locks", {"record": account})

        reply = org.call("POST", "/sobjects/Contact", json={"LastName": "Doe", "AccountId": account})

        assert reply.json()[0]["errorCode"] == "UNABLE_TO_LOCK_ROW"

    def test_of_an_approval_stays(self, org):
        lead = make(org).json()["id"]
        org.trainer("POST", "/locks", {"record": lead, "kind": "entity"})

        replies = [org.call("DELETE", f"/sobjects/Lead/{lead}") for _ in range(2)]

        assert [reply.json()[0]["errorCode"] for reply in replies] == ["ENTITY_IS_LOCKED"] * 2


class TestAssignmentRule:
    @pytest.mark.parametrize(("header", "is_assigned"), [(None, True), ("TRUE", True), ("FALSE", False)])
    def test_gives_a_new_lead_another_owner_unless_told_not_to(self, org, header, is_assigned):
        owner = owners(org)[0]
        entries = [{"condition": "City = 'Seoul'", "owner": owner}]
        org.trainer("POST", "/assignment-rules", {"object": "Lead", "name": "Standard", "entries": entries})
        headers = {"Sforce-Auto-Assign": header} if header else {}

        made = org.call("POST", "/sobjects/Lead", json={**NEW, "City": "Seoul"}, headers=headers).json()["id"]

        expected = owner if is_assigned else org.facts["sync_user"]["user_id"]
        assert org.records(f"SELECT OwnerId FROM Lead WHERE Id = '{made}'")[0]["OwnerId"] == expected

    def test_works_on_changes_too(self, org):
        owner = owners(org)[0]
        lead = make(org).json()["id"]
        entries = [{"condition": "City = 'Seoul'", "owner": owner}]
        org.trainer("POST", "/assignment-rules", {"object": "Lead", "name": "Standard", "entries": entries})

        org.call("PATCH", f"/sobjects/Lead/{lead}", json={"City": "Seoul"})

        assert org.records(f"SELECT OwnerId FROM Lead WHERE Id = '{lead}'")[0]["OwnerId"] == owner

    def test_is_for_bulk_only_when_named(self, org):
        owner = owners(org)[0]
        asked = {"object": "Lead", "name": "Standard", "entries": [{"condition": "", "owner": owner}]}
        rule = org.trainer("POST", "/assignment-rules", asked)
        plain, named = Job(org), Job(org, assignmentRuleId=rule["id"])

        for job in (plain, named):
            job.run("LastName,Company\nDoe,Example\n")

        found = [job.rows("successfulResults")[0]["sf__Id"] for job in (plain, named)]
        kept = [org.records(f"SELECT OwnerId FROM Lead WHERE Id = '{key}'")[0]["OwnerId"] for key in found]
        assert kept == [org.facts["sync_user"]["user_id"], owner]


class TestRuleWithoutItsParts:
    @pytest.mark.parametrize("kind", ["validation-rules", "duplicate-rules", "assignment-rules", "locks"])
    def test_is_refused_by_their_names(self, org, kind):
        address = f"{org.base}/practice/orgs/{org.facts['org_id']}/{kind}"

        reply = requests.post(address, json={}, timeout=30)

        assert reply.status_code == 400
        assert reply.json()["error"].startswith("Required fields are missing: [")
