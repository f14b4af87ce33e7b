from __future__ import annotations

import pytest

from tests.practice_org.test_rows import moment
from tests.practice_org.uploads import Job

NEW = {"LastName": "Doe", "Company": "Example"}


@pytest.fixture
def strange(org) -> str:
    """A lead of somebody else, in an org whose leads are private."""
    me = org.facts["sync_user"]["user_id"]
    statement = f"SELECT Id FROM Lead WHERE OwnerId != '{me}' AND IsConverted = false LIMIT 1"
    found = org.records(statement)[0]["Id"]
    org.trainer("POST", "/sharing", {"object": "Lead", "access": "None"})
    return found


class TestPrivate:
    def test_shows_only_own_records_wherever_one_looks(self, org, strange):
        own = org.call("POST", "/sobjects/Lead", json=NEW).json()["id"]
        org.trainer("POST", f"/records/Lead/{strange}", {"City": "Seoul"})
        span = {"start": moment(-3600), "end": moment(120)}

        queried = [row["Id"] for row in org.records("SELECT Id FROM Lead")]
        exported = [row["Id"] for row in org.bulk("SELECT Id FROM Lead")]
        updated = org.call("GET", "/sobjects/Lead/updated", params=span).json()["ids"]
        read = org.call("GET", f"/sobjects/Lead/{strange}")

        assert queried == exported == updated == [own]
        assert read.status_code == 404
        assert read.json() == [{"errorCode": "NOT_FOUND", "message": "The requested resource does not exist"}]

    def test_stands_in_the_organization_and_takes_the_right_to_view_all(self, org, strange):
        row = org.records("SELECT DefaultLeadAccess, DefaultAccountAccess FROM Organization")[0]
        rights = org.records("SELECT PermissionsViewAllData FROM UserPermissionAccess")[0]

        assert (row["DefaultLeadAccess"], row["DefaultAccountAccess"]) == ("None", "Edit")
        assert rights["PermissionsViewAllData"] is False

    def test_is_counted_all_the_same(self, org, strange):
        counted = org.call("GET", "/limits/recordCount", params={"sObjects": "Lead"}).json()["sObjects"]

        assert counted[0]["count"] > 1

    def test_keeps_writes_from_records_that_one_does_not_find(self, org, strange):
        job = Job(org, "update")

        changed = org.call("PATCH", f"/sobjects/Lead/{strange}", json={"City": "Seoul"})
        job.run(f"Id,City\n{strange},Seoul\n")

        code = "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY"
        assert changed.json()[0]["errorCode"] == code
        assert job.rows("failedResults")[0]["sf__Error"].startswith(code)

    def test_lets_nobody_refer_to_what_they_do_not_find(self, org, strange):
        campaign = org.records("SELECT Id FROM Campaign LIMIT 1")[0]["Id"]

        reply = org.call("POST", "/sobjects/CampaignMember", json={"CampaignId": campaign, "LeadId": strange})

        assert reply.json()[0]["errorCode"] == "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY"

    @pytest.mark.parametrize(("level", "status"), [("Read", 400), ("Edit", 204)])
    def test_gives_way_to_a_record_that_somebody_shared(self, org, strange, level, status):
        org.trainer("POST", "/sharing", {"record": strange, "access": level})

        changed = org.call("PATCH", f"/sobjects/Lead/{strange}", json={"City": "Seoul"})

        assert org.call("GET", f"/sobjects/Lead/{strange}").status_code == 200
        assert changed.status_code == status
        if status == 400:
            assert changed.json()[0]["errorCode"] == "INSUFFICIENT_ACCESS_OR_READONLY"

    def test_means_nothing_to_who_views_all_data(self, org):
        before = org.query("SELECT COUNT() FROM Lead")["totalSize"]

        org.trainer("POST", "/sharing", {"object": "Lead", "access": "None", "keeps_view_all": True})

        assert org.query("SELECT COUNT() FROM Lead")["totalSize"] == before


class TestReadOnly:
    def test_shows_everything_and_lets_change_nothing_of_others(self, org):
        me = org.facts["sync_user"]["user_id"]
        before = org.query("SELECT COUNT() FROM Lead")["totalSize"]
        found = org.records(f"SELECT Id FROM Lead WHERE OwnerId != '{me}' AND IsConverted = false LIMIT 1")[0]["Id"]
        org.trainer("POST", "/sharing", {"object": "Lead", "access": "Read"})

        changed = org.call("PATCH", f"/sobjects/Lead/{found}", json={"City": "Seoul"})

        assert org.query("SELECT COUNT() FROM Lead")["totalSize"] == before
        assert changed.json() == [
            {
                "message": "insufficient access rights on object id",
                "errorCode": "INSUFFICIENT_ACCESS_OR_READONLY",
                "fields": [],
            }
        ]


class TestControlledByParent:
    def test_hides_the_contacts_of_hidden_accounts(self, org):
        me = org.facts["sync_user"]["user_id"]

        org.trainer("POST", "/sharing", {"object": "Account", "access": "None"})
        denied = {"permissions": ["PermissionsViewAllData"], "Account": ["ViewAllRecords", "ModifyAllRecords"]}
        org.trainer("POST", "/switches", {"denied": denied})

        owned = org.records(f"SELECT OwnerId, Account.OwnerId FROM Contact WHERE OwnerId != '{me}'")
        assert all(row["Account"] and row["Account"]["OwnerId"] == me for row in owned)
        assert {row["OwnerId"] for row in org.records("SELECT OwnerId FROM Account")} <= {me}

    def test_offers_no_default_that_there_is_not(self, org):
        with pytest.raises(AssertionError, match="The default of Lead is one of"):
            org.trainer("POST", "/sharing", {"object": "Lead", "access": "ControlledByParent"})
