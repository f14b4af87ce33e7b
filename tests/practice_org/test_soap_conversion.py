from __future__ import annotations

import re

import pytest
import requests

from tests.practice_org.soap import fault_of, log_in, send, session_of

MASTERS = "SELECT IsConverted, ConvertedAccountId, ConvertedContactId, ConvertedOpportunityId FROM Lead WHERE Id = "


@pytest.fixture
def lead(org) -> str:
    made = org.call("POST", "/sobjects/Lead", json={"LastName": "Doe", "Company": "Example Ltd"})
    return made.json()["id"]


def convert(org, *leads: str, more: str = "") -> requests.Response:
    header = f"<t:SessionHeader><t:sessionId>{session_of(log_in(org))}</t:sessionId></t:SessionHeader>"
    asked = "".join(f"<t:leadConverts><t:leadId>{one}</t:leadId>{more}</t:leadConverts>" for one in leads)
    return send(org, f"<t:convertLead>{asked}</t:convertLead>", header)


class TestConvertLead:
    @pytest.mark.parametrize("name", ["logout-on-org-host", "logout-on-instance-host"])
    def test_answers_the_recorded_request_like_the_recording(self, org, lead, recording, name):
        recorded = recording(f"soap/{name}.json")
        body = re.sub("<sessionId>.*?<", f"<sessionId>{session_of(log_in(org))}<", recorded["request"]["body"])
        body = re.sub("<leadId>.*?<", f"<leadId>{lead}<", body)

        reply = requests.post(
            org.base + recorded["request"]["path"], data=body, headers={"SOAPAction": '""'}, timeout=30
        )

        values = r"(?<=>)[^<]+(?=</(accountId|contactId|leadId|current|limit)>)"
        assert re.sub(values, "", reply.text) == re.sub(values, "", recorded["response"]["body"])

    def test_ties_the_lead_to_what_it_became(self, org, lead):
        reply = convert(org, lead, more="<t:opportunityName>A deal</t:opportunityName>")

        row = org.records(f"{MASTERS}'{lead}'")[0]
        deal = org.records(f"SELECT Name FROM Opportunity WHERE Id = '{row['ConvertedOpportunityId']}'")[0]
        assert row["IsConverted"]
        assert f"<accountId>{row['ConvertedAccountId']}</accountId>" in reply.text
        assert deal["Name"] == "A deal"

    def test_joins_an_account_that_is_there(self, org, lead):
        account = org.records("SELECT Id FROM Account LIMIT 1")[0]["Id"]

        convert(org, lead, more=f"<t:accountId>{account}</t:accountId>")

        assert org.records(f"{MASTERS}'{lead}'")[0]["ConvertedAccountId"] == account

    def test_tells_about_each_lead(self, org, lead):
        text = convert(org, lead, lead).text

        assert re.findall("<success>(.*?)<", text) == ["true", "false"]
        assert "<statusCode>CANNOT_UPDATE_CONVERTED_LEAD</statusCode>" in text

    def test_needs_its_right(self, org, lead):
        org.trainer("POST", "/switches", {"denied": {"permissions": ["PermissionsConvertLeads"]}})

        assert fault_of(convert(org, lead))[0] == "INSUFFICIENT_ACCESS"
