from __future__ import annotations

import requests


def page(org, **form: str) -> str:
    address = f"{org.base}/practice/orgs/{org.facts['org_id']}"
    reply = requests.post(address, data=form, timeout=60) if form else requests.get(address, timeout=60)
    assert reply.status_code == 200
    return reply.text


def below(org, path: str, **form: str | list[str]) -> str:
    address = f"{org.base}/practice/orgs/{org.facts['org_id']}{path}"
    reply = requests.post(address, data=form, timeout=60) if form else requests.get(address, timeout=60)
    assert reply.status_code == 200, reply.text
    return reply.text


class TestHomePage:
    def test_shows_what_to_copy(self, process):
        text = requests.get(process.base, timeout=60).text

        for org in process.orgs():
            assert org["app"]["consumer_key"] in text
            assert org["sync_user"]["username"] in text

    def test_makes_one_more_org(self, process):
        before = len(process.orgs())

        reply = requests.post(process.base, data={"kind": "trial"}, timeout=60)

        assert "Practice Trial" in reply.text
        assert len(process.orgs()) == before + 1


class TestRecordsPage:
    def test_finds_a_lead_by_a_part_of_its_mail(self, org):
        lead = org.records("SELECT Id, Email FROM Lead WHERE Email != null LIMIT 1")[0]

        found = below(org, f"/records?object=Lead&q={lead['Email'][:12]}")

        assert f"/records/Lead/{lead['Id']}/page" in found
        assert "Nothing fits." in below(org, "/records?object=Lead&q=nobody-has-this")

    def test_changes_deletes_and_brings_back(self, org):
        lead = org.records("SELECT Id, Email FROM Lead WHERE IsConverted = false AND Email != null LIMIT 1")[0]
        address = f"/records/Lead/{lead['Id']}/page"
        same = f"SELECT LastName, Email FROM Lead WHERE Id = '{lead['Id']}'"

        changed = below(org, address, action="save", LastName="O'Hara <b>")
        after = org.records(same)
        below(org, address, action="delete")
        gone = org.records(same)
        below(org, address, action="undelete")

        assert "O&#39;Hara &lt;b&gt;" in changed
        assert (after[0]["LastName"], after[0]["Email"]) == ("O'Hara <b>", lead["Email"])
        assert gone == []
        assert org.records(same) == after

    def test_says_what_was_wrong(self, org):
        lead = org.records("SELECT Id FROM Lead LIMIT 1")[0]["Id"]

        text = below(org, f"/records/Lead/{lead}/page", action="save", Email="nobody")

        assert "Email: invalid email address: nobody" in text

    def test_converts_and_merges(self, org):
        one, other, third = (row["Id"] for row in org.records("SELECT Id FROM Lead WHERE IsConverted = false LIMIT 3"))

        converted = below(org, f"/records/Lead/{one}/page", action="convert")
        merged = below(org, f"/records/Lead/{other}/page", action="merge", loser=third)

        assert "Converted to contact 003" in converted
        assert f"{third} was merged into this record." in merged
        assert (
            org.records(f"SELECT MasterRecordId FROM Lead WHERE Id = '{third}'", "queryAll")[0]["MasterRecordId"]
            == other
        )


class TestRightsPage:
    def test_opens_closes_and_half_opens_a_field(self, org):
        below(org, "/rights", action="field:Lead.Fax=none")
        hidden = org.query("SELECT Fax FROM Lead")
        half = below(org, "/rights", action="field:Lead.Fax=Read")
        described = {field["name"]: field for field in org.call("GET", "/sobjects/Lead/describe").json()["fields"]}
        below(org, "/rights", action="field:Lead.Fax=Edit")

        assert hidden[0]["errorCode"] == "INVALID_FIELD"
        assert "Lead.Fax is now read only." in half
        assert described["Fax"]["updateable"] is False
        fields = org.call("GET", "/sobjects/Lead/describe").json()["fields"]
        assert next(field for field in fields if field["name"] == "Fax")["updateable"] is True

    def test_gives_and_takes_rights_on_objects(self, org):
        below(org, "/rights", action="objects", Lead=["Read", "Edit"], Contact=["Read"])

        lead = org.call("GET", "/sobjects/Lead/describe").json()
        assert (lead["createable"], lead["updateable"], lead["deletable"]) == (False, True, False)
        assert org.query("SELECT Id FROM Account")[0]["errorCode"] == "INVALID_TYPE"

    def test_gives_and_takes_named_permissions(self, org):
        held = ["PermissionsApiEnabled", "PermissionsViewSetup", "PermissionsManageUsers"]
        asked = "SELECT PermissionsViewSetup, PermissionsConvertLeads, PermissionsManageUsers FROM UserPermissionAccess"

        below(org, "/rights", action="permissions", permission=held)

        assert list(org.records(asked)[0].values())[1:] == [True, False, True]

    def test_takes_a_field_off_a_layout(self, professional):
        below(professional, "/rights", action="off:Lead-Lead Layout=Phone")

        layouts = professional.call("GET", "/sobjects/Lead/describe/layouts").json()["layouts"]
        assert ["'value': 'Phone'" in str(one) for one in layouts] == [True, True, False]

    def test_gives_a_permission_set(self, org):
        made = {"Name": "Converter", "Label": "Converter", "PermissionsViewAllUsers": True}
        org.as_admin().call("POST", "/sobjects/PermissionSet", json=made)

        given = below(org, "/rights", action="give", set="Converter")
        taken = below(org, "/rights", action="take", set="Converter")

        assert "Take from the sync user" in given
        assert "Give to the sync user" in taken


class TestOrgPage:
    def test_switches(self, org):
        page(org, action="switch", has_api="1", user_has_api="1", is_active="1")

        switches = org.trainer("GET", "/facts.json")["switches"]
        assert (switches["has_api"], switches["soap_login"], switches["marketing_user"]) == (True, False, False)

    def test_ends_sessions_and_grants(self, org):
        assert "1 sessions ended." in page(org, action="expire")
        assert "0 grants revoked." in page(org, action="revoke")

    def test_lays_down_rules_and_takes_them_away(self, org):
        new = {"LastName": "Doe", "Company": "Example"}
        added = page(
            org,
            action="add-validation-rule",
            object="Lead",
            name="Needs_a_phone",
            condition="Phone = null",
            message="A phone number, please.",
        )
        refused = org.call("POST", "/sobjects/Lead", json=new)
        rule = org.trainer("GET", "/rules")["validation-rules"][0]["id"]
        page(org, action="remove-rule", kind="validation-rules", rule=rule)
        page(org, action="add-duplicate-rule", object="Lead", name="Same", fields="LastName, Company", act="block")

        taken = org.call("POST", "/sobjects/Lead", json=new)
        twin = org.call("POST", "/sobjects/Lead", json=new)

        assert "Needs_a_phone is active" in added
        assert "A phone number, please." in added
        assert refused.json()[0]["message"] == "A phone number, please."
        assert (taken.status_code, twin.json()[0]["errorCode"]) == (201, "DUPLICATES_DETECTED")

    def test_locks_shares_and_assigns(self, org):
        me = org.facts["sync_user"]["user_id"]
        others = org.records(f"SELECT Id, OwnerId FROM Lead WHERE OwnerId != '{me}' AND IsConverted = false LIMIT 2")
        lead, other = (row["Id"] for row in others)
        page(org, action="add-assignment-rule", object="Lead", name="All", owner=others[0]["OwnerId"])
        page(org, action="lock", record=lead, kind="entity", count="-1")
        page(org, action="set-default", object="Lead", access="None")
        shown = page(org, action="share", record=lead, access="Edit")

        locked = org.call("PATCH", f"/sobjects/Lead/{lead}", json={"City": "Seoul"})

        assert f"{lead} is shared for Edit." in shown
        assert locked.json()[0]["errorCode"] == "ENTITY_IS_LOCKED"
        assert org.call("GET", f"/sobjects/Lead/{other}").status_code == 404
        assert org.trainer("GET", "/rules")["assignment-rules"][0]["name"] == "All"

    def test_is_not_there_for_an_unknown_org(self, process):
        assert requests.get(f"{process.base}/practice/orgs/00D000000000000EAA", timeout=60).status_code == 404


class TestFaultsPage:
    def test_explains_every_kind(self, org):
        text = faults_page(org)

        assert "Everything works." in text
        assert "Ends the body in the middle of its gzip, cleanly." in text

    def test_switches_on_counts_and_takes_away(self, org):
        assert "busy-503 is switched on." in faults_page(
            org, action="add", kind="busy-503", pattern="limits", count="5"
        )
        assert org.call("GET", "/limits").status_code == 503

        (fault,) = org.trainer("GET", "/faults")
        faults_page(org, action="remove", id=fault["id"])

        assert (fault["seen"], fault["hits"]) == (1, 1)
        assert org.call("GET", "/limits").status_code == 200

    def test_says_what_is_wrong_with_a_form(self, org):
        assert "is no regular expression" in faults_page(org, action="add", kind="slow", pattern="(")
        assert "needs a field such as Lead.Fax" in faults_page(org, action="add", kind="vanish-field")

    def test_takes_all_away(self, org):
        faults_page(org, action="add", kind="limit", count="-1", probability="0.5", seed="")

        assert "1 troubles taken away." in faults_page(org, action="clear")

    def test_says_what_a_form_lacks(self, org):
        assert "The form lacks or does not know: id" in below(org, "/faults/page", action="remove")

    def test_leads_back_to_its_org(self, org):
        assert f'href="/practice/orgs/{org.facts["org_id"]}"' in below(org, "/faults/page")


def faults_page(org, **form: str) -> str:
    address = f"{org.base}/practice/orgs/{org.facts['org_id']}/faults/page"
    reply = requests.post(address, data=form, timeout=60) if form else requests.get(address, timeout=60)
    assert reply.status_code == 200
    return reply.text
