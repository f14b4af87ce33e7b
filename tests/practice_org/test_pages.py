from __future__ import annotations

import requests


def page(org, **form: str) -> str:
    address = f"{org.base}/practice/orgs/{org.facts['org_id']}"
    reply = requests.post(address, data=form, timeout=60) if form else requests.get(address, timeout=60)
    assert reply.status_code == 200
    return reply.text


class TestHomePage:
    def test_shows_what_to_copy(self, process):
        text = requests.get(process.base, timeout=60).text

        for org in process.orgs():
            assert org["app"]["consumer_key"] in text
            assert org["sync_user"]["username"] in text


class TestOrgPage:
    def test_changes_and_deletes_a_lead_found_by_mail(self, org):
        lead = org.records("SELECT Id, Email FROM Lead WHERE Email != null AND IsConverted = false LIMIT 1")[0]
        same = f"SELECT LastName FROM Lead WHERE Id = '{lead['Id']}'"

        changed = page(org, action="change", object="Lead", record=lead["Email"], field="LastName", value="O'Hara <b>")
        after = org.records(same)
        page(org, action="delete", object="Lead", record=lead["Id"])

        assert "changed." in changed
        assert after[0]["LastName"] == "O'Hara <b>"
        assert org.records(same) == []

    def test_hides_and_shows_a_field(self, org):
        assert "Fax" in page(org, action="hide", object="Lead", field="Fax")
        assert org.query("SELECT Fax FROM Lead")[0]["errorCode"] == "INVALID_FIELD"

        page(org, action="show", object="Lead", field="Fax")

        assert isinstance(org.query("SELECT Fax FROM Lead LIMIT 1"), dict)

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

    def test_says_what_was_wrong(self, org):
        text = page(org, action="change", object="Lead", record="nobody@example.com", field="LastName", value="x")

        assert "There is no Lead with the e-mail nobody@example.com." in text

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


def faults_page(org, **form: str) -> str:
    address = f"{org.base}/practice/orgs/{org.facts['org_id']}/faults/page"
    reply = requests.post(address, data=form, timeout=60) if form else requests.get(address, timeout=60)
    assert reply.status_code == 200
    return reply.text
