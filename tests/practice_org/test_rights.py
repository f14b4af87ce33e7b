from __future__ import annotations

import pytest

from tests.practice_org import consent

NEW = {"FullName": "Lead.Inferred_City__c", "Metadata": {"type": "Text", "length": 255, "label": "Inferred City"}}
MY_SETS = "ParentId IN (SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = '{}')"


class TestHiddenField:
    def test_is_missing_everywhere(self, org):
        org.trainer("POST", "/hidden", {"object": "Lead", "field": "Email", "hidden": True})

        described = org.call("GET", "/sobjects/Lead/describe").json()["fields"]
        job = org.call("POST", "/jobs/query", json={"operation": "query", "query": "SELECT Email FROM Lead"}).json()

        assert "Email" not in {field["name"] for field in described}
        assert org.query("SELECT Email FROM Lead")[0]["errorCode"] == "INVALID_FIELD"
        assert job[0]["errorCode"] == "INVALID_FIELD"
        assert '"Email"' not in org.call("GET", "/sobjects/Lead/describe/layouts").text


class TestObjectRights:
    def test_show_in_describe_and_hold(self, org):
        org.trainer("POST", "/switches", {"denied": {"Lead": ["Create"], "Contact": ["Read"]}})

        described = org.call("GET", "/sobjects/Lead/describe").json()
        created = org.call("POST", "/sobjects/Lead", json={"LastName": "Doe", "Company": "Example"})

        assert described["createable"] is False
        assert described["updateable"] is True
        assert created.status_code == 400
        assert org.query("SELECT Id FROM Contact")[0]["errorCode"] == "INVALID_TYPE"

    def test_of_campaigns_hang_on_the_marketing_user_box(self, org):
        org.trainer("POST", "/switches", {"marketing_user": False})

        campaign = org.call("GET", "/sobjects/Campaign/describe").json()
        member = org.call("GET", "/sobjects/CampaignMember/describe").json()
        user = org.records(
            f"SELECT UserPermissionsMarketingUser FROM User WHERE Id = '{org.facts['sync_user']['user_id']}'"
        )[0]

        assert campaign["createable"] is False
        assert member["createable"] is True
        assert user["UserPermissionsMarketingUser"] is False


class TestNamedPermissions:
    def test_are_one_row_for_the_user_who_asks(self, org):
        org.trainer("POST", "/switches", {"denied": {"permissions": ["PermissionsConvertLeads"]}})

        rows = org.records("SELECT PermissionsApiEnabled, PermissionsConvertLeads FROM UserPermissionAccess")

        assert len(rows) == 1
        assert rows[0]["PermissionsApiEnabled"] is True
        assert rows[0]["PermissionsConvertLeads"] is False

    def test_come_with_object_and_field_rows(self, org):
        mine = MY_SETS.format(org.facts["sync_user"]["user_id"])

        objects = org.records(f"SELECT SObjectType, PermissionsRead FROM ObjectPermissions WHERE {mine}")
        fields = org.records(f"SELECT Field FROM FieldPermissions WHERE SobjectType = 'Lead' AND {mine}")

        assert {row["SobjectType"] for row in objects} >= {"Lead", "Contact"}
        assert "Lead.Phone" in {row["Field"] for row in fields}

    def test_decide_who_sees_the_limits(self, org):
        org.trainer("POST", "/switches", {"denied": {"permissions": ["PermissionsViewSetup"]}})

        assert org.call("GET", "/limits").status_code == 403
        assert org.call("GET", "/limits/recordCount").status_code == 403
        assert org.query("SELECT COUNT() FROM Lead")["done"] is True

    def test_switch_off_the_api_for_the_user(self, org):
        org.trainer("POST", "/switches", {"user_has_api": False})

        reply = org.call("GET", "/limits")

        assert reply.status_code == 403
        assert reply.json()[0]["errorCode"] == "API_CURRENTLY_DISABLED"


class TestProfile:
    def test_tells_its_permissions(self, org):
        org.trainer("POST", "/switches", {"denied": {"permissions": ["PermissionsConvertLeads"]}})
        asked = "SELECT Name, PermissionsApiEnabled, PermissionsConvertLeads FROM Profile"

        found = {row["Name"]: row for row in org.records(asked)}

        assert found["Marketing Sync"]["PermissionsApiEnabled"] is True
        assert found["Marketing Sync"]["PermissionsConvertLeads"] is False
        assert found["System Administrator"]["PermissionsConvertLeads"] is True


class TestOauthToken:
    def test_shows_own_rows_only_to_who_may_not_customise(self, org):
        admin = org.facts["admin_user"]
        consent.tokens(org)
        consent.tokens(org, username=admin["username"], password=admin["password"])

        mine = [row["UserId"] for row in org.records("SELECT UserId FROM OauthToken")]
        theirs = [row["UserId"] for row in org.as_admin().records("SELECT UserId FROM OauthToken")]

        assert mine == [org.facts["sync_user"]["user_id"]]
        assert sorted(theirs) == sorted([*mine, admin["user_id"]])


class TestSharing:
    def test_keeps_records_from_the_sync_user_only(self, org):
        everything = org.call("GET", "/limits/recordCount", params={"sObjects": "Lead"}).json()["sObjects"][0]["count"]
        org.trainer("POST", "/switches", {"unseen": {"Lead": 50}})

        seen = org.query("SELECT COUNT() FROM Lead")["totalSize"]
        counted = org.call("GET", "/limits/recordCount", params={"sObjects": "Lead"}).json()["sObjects"][0]["count"]

        assert 0 < seen < everything
        assert counted == everything
        assert len(org.bulk("SELECT Id FROM Lead")) == seen


class TestNewField:
    def test_stays_hidden_until_a_permission_opens_it(self, org):
        admin = org.as_admin()
        sets = "SELECT PermissionSetId FROM PermissionSetAssignment WHERE PermissionSet.IsOwnedByProfile = true AND "
        parent = org.records(sets + f"AssigneeId = '{org.facts['sync_user']['user_id']}'")[0]["PermissionSetId"]
        created = admin.call("POST", "/tooling/sobjects/CustomField", json=NEW)
        before = org.query("SELECT Inferred_City__c FROM Lead")
        row = {
            "attributes": {"type": "FieldPermissions"},
            "ParentId": parent,
            "SobjectType": "Lead",
            "Field": "Lead.Inferred_City__c",
            "PermissionsRead": True,
            "PermissionsEdit": True,
        }

        opened = admin.call("POST", "/composite/sobjects", json={"records": [row]}).json()

        assert created.status_code == 201, created.text
        assert before[0]["errorCode"] == "INVALID_FIELD"
        assert opened[0]["success"] is True
        assert org.records("SELECT Inferred_City__c FROM Lead LIMIT 1")[0]["Inferred_City__c"] is None
        assert admin.query("SELECT Inferred_City__c FROM Lead LIMIT 1")[0]["errorCode"] == "INVALID_FIELD"

    def test_is_not_for_the_sync_user_of_a_large_org_to_make(self, org):
        reply = org.call("POST", "/tooling/sobjects/CustomField", json=NEW)

        assert reply.status_code == 403
        assert reply.json()[0]["errorCode"] == "INSUFFICIENT_ACCESS"

    def test_is_there_at_once_in_a_professional_org(self, professional):
        professional.call("POST", "/tooling/sobjects/CustomField", json=NEW)

        fields = professional.call("GET", "/sobjects/Lead/describe").json()["fields"]
        made = next(field for field in fields if field["name"] == "Inferred_City__c")
        assert (made["label"], made["length"], made["type"]) == ("Inferred City", 255, "string")

    def test_is_made_once(self, professional):
        professional.call("POST", "/tooling/sobjects/CustomField", json=NEW)

        again = professional.call("POST", "/tooling/sobjects/CustomField", json=NEW)

        assert again.status_code == 400
        assert again.json()[0]["errorCode"] == "DUPLICATE_DEVELOPER_NAME"

    def test_takes_values(self, professional):
        professional.call("POST", "/tooling/sobjects/CustomField", json=NEW)

        made = professional.call(
            "POST", "/sobjects/Lead", json={"LastName": "Doe", "Company": "Example", "Inferred_City__c": "Seoul"}
        ).json()["id"]

        assert professional.bulk(f"SELECT Inferred_City__c FROM Lead WHERE Id = '{made}'") == [
            {"Inferred_City__c": "Seoul"}
        ]


class TestEdition:
    @pytest.mark.parametrize("path", ["/limits", "/sobjects", "/query?q=SELECT+Id+FROM+Lead"])
    def test_without_api_refuses_every_call(self, org, path):
        org.trainer("POST", "/switches", {"has_api": False})

        reply = org.call("GET", path)

        assert reply.status_code == 403
        assert reply.json() == [
            {"message": "The REST API is not enabled for this Organization.", "errorCode": "API_DISABLED_FOR_ORG"}
        ]

    def test_stands_in_the_organization_row(self, process):
        rows = {}
        for name in ("Practice Enterprise", "Practice Professional", "Practice Sandbox"):
            org = process.org(name).sign_in()
            rows[name] = org.records("SELECT Id, Name, OrganizationType, IsSandbox FROM Organization")[0]

        assert rows["Practice Enterprise"]["OrganizationType"] == "Enterprise Edition"
        assert rows["Practice Professional"]["OrganizationType"] == "Professional Edition"
        assert rows["Practice Sandbox"]["IsSandbox"] is True
