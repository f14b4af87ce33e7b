from __future__ import annotations

import re

import pytest


@pytest.fixture
def admin(org):
    return org.as_admin()


def make(org, kind: str, **values):
    return org.call("POST", f"/sobjects/{kind}", json=values)


@pytest.fixture
def marketing(admin) -> str:
    reply = make(admin, "PermissionSet", Name="Marketing_Fields", Label="Marketing fields")
    assert reply.status_code == 201, reply.text
    return reply.json()["id"]


class TestPermissionSet:
    def test_is_found_by_its_name(self, admin, marketing):
        row = admin.records(
            "SELECT Id, Label, IsOwnedByProfile, IsCustom FROM PermissionSet WHERE Name = 'Marketing_Fields'"
        )

        assert [(one["Id"], one["Label"], one["IsOwnedByProfile"], one["IsCustom"]) for one in row] == [
            (marketing, "Marketing fields", False, True)
        ]

    def test_has_a_name_of_its_own(self, admin, marketing):
        again = make(admin, "PermissionSet", Name="Marketing_Fields", Label="Again")

        assert again.status_code == 400
        assert again.json()[0]["errorCode"] == "DUPLICATE_VALUE"
        assert marketing[:15] in again.json()[0]["message"]

    def test_is_changed_and_deleted_when_nobody_holds_it(self, org, admin, marketing):
        assigned = make(
            admin, "PermissionSetAssignment", AssigneeId=org.facts["sync_user"]["user_id"], PermissionSetId=marketing
        )
        held = admin.call("DELETE", f"/sobjects/PermissionSet/{marketing}")
        changed = admin.call("PATCH", f"/sobjects/PermissionSet/{marketing}", json={"Label": "Fields"})
        admin.call("DELETE", f"/sobjects/PermissionSetAssignment/{assigned.json()['id']}")

        gone = admin.call("DELETE", f"/sobjects/PermissionSet/{marketing}")

        assert held.json()[0]["errorCode"] == "DELETE_FAILED"
        assert (changed.status_code, gone.status_code) == (204, 204)

    def test_needs_an_administrator(self, org):
        reply = make(org, "PermissionSet", Name="Mine", Label="Mine")

        assert reply.json()[0]["errorCode"] == "INSUFFICIENT_ACCESS_OR_READONLY"

    def test_needs_an_edition(self, professional):
        reply = make(professional, "PermissionSet", Name="Mine", Label="Mine")

        assert reply.status_code == 403
        assert reply.json()[0]["errorCode"] == "FUNCTIONALITY_NOT_ENABLED"

    def test_brings_named_permissions(self, org, admin):
        made = make(
            admin,
            "PermissionSet",
            Name="Setup",
            Label="Setup",
            PermissionsViewSetup=True,
            PermissionsCustomizeApplication=True,
        ).json()["id"]

        make(admin, "PermissionSetAssignment", AssigneeId=org.facts["sync_user"]["user_id"], PermissionSetId=made)

        row = org.records("SELECT PermissionsCustomizeApplication FROM UserPermissionAccess")[0]
        assert row["PermissionsCustomizeApplication"] is True


class TestDependencies:
    @pytest.mark.parametrize(
        ("kind", "values", "words"),
        [
            (
                "ObjectPermissions",
                {"SobjectType": "Lead", "PermissionsEdit": True},
                "Permission Edit Lead depends on permission(s): Read Lead",
            ),
            (
                "ObjectPermissions",
                {"SobjectType": "Contact", "PermissionsRead": True},
                "Permission Read Contact depends on permission(s): Read Account",
            ),
            (
                "FieldPermissions",
                {"SobjectType": "Lead", "Field": "Lead.Phone", "PermissionsEdit": True},
                "Permission Edit Lead.Phone depends on permission(s): Read Lead.Phone",
            ),
        ],
    )
    def test_are_asked_for(self, admin, marketing, kind, values, words):
        reply = make(admin, kind, ParentId=marketing, **values)

        assert reply.status_code == 400
        assert (reply.json()[0]["errorCode"], reply.json()[0]["message"]) == ("FIELD_INTEGRITY_EXCEPTION", words)

    def test_hold_for_converting_leads(self, admin):
        reply = make(admin, "PermissionSet", Name="Convert", Label="Convert", PermissionsConvertLeads=True)

        assert reply.json()[0]["message"].startswith(
            "Permission Convert Leads depends on permission(s): Create Account"
        )

    @pytest.mark.parametrize("name", ["Lead.LastName", "Lead.Nothing__c", "Lead.CreatedDate"])
    def test_keep_required_and_unknown_fields_out(self, admin, marketing, name):
        reply = make(
            admin, "FieldPermissions", ParentId=marketing, SobjectType="Lead", Field=name, PermissionsRead=True
        )

        assert reply.json()[0]["errorCode"] == "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"

    def test_leave_tasks_out(self, admin, marketing):
        reply = make(admin, "ObjectPermissions", ParentId=marketing, SobjectType="Task", PermissionsRead=True)

        assert reply.json()[0]["errorCode"] == "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"


class TestAssignment:
    def test_is_made_once_and_says_so_as_recorded(self, org, admin, marketing, recording):
        given = {"AssigneeId": org.facts["sync_user"]["user_id"], "PermissionSetId": marketing}
        make(admin, "PermissionSetAssignment", **given)

        again = make(admin, "PermissionSetAssignment", **given).json()[0]

        recorded = recording("errors/amp-labs.metadata_write_err-duplicate-permission-assignment.json")[0]
        plain = re.sub(r"0(05|PS)\w{12}", r"\1", recorded["message"])
        assert re.sub(r"0(05|PS)\w{12}", r"\1", again["message"]) == plain
        assert {**again, "message": ""} == {**recorded, "message": ""}
        assert list(again) == list(recorded)

    def test_opens_what_the_profile_hides(self, org, admin, marketing):
        org.trainer("POST", "/hidden", {"object": "Lead", "field": "Fax", "hidden": True})
        org.trainer("POST", "/switches", {"denied": {"Campaign": ["Create"]}})
        rights = {"SobjectType": "Campaign", "PermissionsRead": True, "PermissionsCreate": True}
        make(admin, "FieldPermissions", ParentId=marketing, SobjectType="Lead", Field="Lead.Fax", PermissionsRead=True)
        make(admin, "ObjectPermissions", ParentId=marketing, **rights)

        make(admin, "PermissionSetAssignment", AssigneeId=org.facts["sync_user"]["user_id"], PermissionSetId=marketing)

        lead = {field["name"]: field for field in org.call("GET", "/sobjects/Lead/describe").json()["fields"]}
        assert lead["Fax"]["label"] == "Fax"
        assert org.call("GET", "/sobjects/Campaign/describe").json()["createable"] is True

    def test_shows_only_own_rows_without_view_setup(self, org):
        org.trainer("POST", "/switches", {"denied": {"permissions": ["PermissionsViewSetup"]}})

        rows = org.records("SELECT AssigneeId FROM PermissionSetAssignment")

        assert {row["AssigneeId"] for row in rows} == {org.facts["sync_user"]["user_id"]}


class TestAdministrator:
    def test_has_rights_of_their_own(self, org, admin):
        asked = "SELECT PermissionsCustomizeApplication, PermissionsModifyAllData FROM UserPermissionAccess"

        assert list(org.records(asked)[0].values())[1:] == [False, False]
        assert list(admin.records(asked)[0].values())[1:] == [True, True]

    def test_sees_what_is_hidden_from_the_sync_user(self, org, admin):
        org.trainer("POST", "/hidden", {"object": "Lead", "field": "Fax", "hidden": True})

        assert isinstance(admin.query("SELECT Fax FROM Lead LIMIT 1"), dict)
