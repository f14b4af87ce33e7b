from __future__ import annotations

import re

import pytest
import requests

WRONG = "Invalid username, password, security token; or user locked out."


def code_of(reply: requests.Response) -> str:
    found = re.search("<sf:exceptionCode>(.*?)</sf:exceptionCode>", reply.text)
    assert found, reply.text
    return found[1]


class TestSoapLogin:
    def test_gives_a_session_for_password_and_token(self, seeded):
        user = seeded.facts["sync_user"]

        reply = seeded.soap_login(user["username"], user["password"] + user["security_token"])

        assert reply.status_code == 200
        assert reply.headers["Content-Type"] == "text/xml; charset=utf-8"
        assert f"<serverUrl>{seeded.base}/services/Soap/u/59.0/{seeded.facts['org_id'][:15]}</serverUrl>" in reply.text
        assert f"<organizationId>{seeded.facts['org_id']}</organizationId>" in reply.text

    def test_has_the_elements_of_the_recording_in_their_order(self, seeded, recording):
        recorded = recording("soap/login-success.json")["response"]["body"]
        user = seeded.facts["sync_user"]

        reply = seeded.soap_login(user["username"], user["password"] + user["security_token"], "42.0")

        elements = r"<([A-Za-z:]+)[ />]"
        assert re.findall(elements, reply.text) == re.findall(elements, recorded)

    def test_refuses_a_wrong_password_and_an_unknown_user_alike(self, seeded):
        user = seeded.facts["sync_user"]

        for username, password in ((user["username"], "wrong"), ("nobody@example.com", "wrong")):
            reply = seeded.soap_login(username, password)
            assert reply.status_code == 500
            assert code_of(reply) == "INVALID_LOGIN"
            assert f"<faultstring>INVALID_LOGIN: {WRONG}</faultstring>" in reply.text

    def test_asks_for_the_token_when_only_the_password_came(self, seeded):
        user = seeded.facts["sync_user"]

        assert code_of(seeded.soap_login(user["username"], user["password"])) == "LOGIN_MUST_USE_SECURITY_TOKEN"

    @pytest.mark.parametrize("version", ["30.0", "65.0"])
    def test_ends_with_version_64(self, seeded, version):
        user = seeded.facts["sync_user"]

        reply = seeded.soap_login(user["username"], user["password"] + user["security_token"], version)

        assert code_of(reply) == "UNSUPPORTED_API_VERSION"

    def test_says_what_an_unescaped_password_does(self, seeded):
        login = '<login xmlns="urn:partner.soap.sforce.com"><password>a&Cl</password></login>'
        body = f'<e:Envelope xmlns:e="x">{login}</e:Envelope>'

        reply = requests.post(f"{seeded.base}/services/Soap/u/59.0", data=body, timeout=30)

        assert code_of(reply) == "UNKNOWN_EXCEPTION"
        assert "The reference to entity &quot;Cl&quot; must end with the &apos;;&apos; delimiter." in reply.text

    def test_is_refused_where_the_edition_has_no_api(self, process):
        org = process.org("Practice Professional without API")
        user = org.facts["sync_user"]

        reply = org.soap_login(user["username"], user["password"] + user["security_token"])

        assert code_of(reply) == "API_DISABLED_FOR_ORG"

    def test_can_be_switched_off(self, org):
        user = org.facts["sync_user"]
        org.trainer("POST", "/switches", {"soap_login": False})

        reply = org.soap_login(user["username"], user["password"] + user["security_token"])

        assert code_of(reply) == "INVALID_OPERATION"
        assert "SOAP API login() is disabled by default in this org." in reply.text

    def test_of_an_expired_password_succeeds_and_then_every_call_is_refused(self, org):
        org.trainer("POST", "/switches", {"password_expired": True})
        user = org.facts["sync_user"]

        login = org.soap_login(user["username"], user["password"] + user["security_token"])
        call = org.call("GET", "/limits")

        assert "<passwordExpired>true</passwordExpired>" in login.text
        assert call.status_code == 401
        assert call.json()[0]["errorCode"] == "INVALID_OPERATION_WITH_EXPIRED_PASSWORD"
