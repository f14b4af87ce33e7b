from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from apps.salesforce import errors, soap
from tests.salesforce.scripted import Reply

SUCCESS = (
    '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" '
    'xmlns="urn:partner.soap.sforce.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>'
    "<loginResponse><result><passwordExpired>{expired}</passwordExpired><sandbox>false</sandbox>"
    "<serverUrl>https://acme.my.salesforce.com/services/Soap/u/59.0/00D000000000002</serverUrl>"
    "<sessionId>00D000000000003!AQEA</sessionId><userId>005000000000003AAA</userId><userInfo>"
    "<organizationId>00D000000000002EAA</organizationId><organizationName>Acme</organizationName>"
    '<roleId xsi:nil="true"/><userName>sync@acme.com</userName></userInfo></result></loginResponse>'
    "</soapenv:Body></soapenv:Envelope>"
)
FAULT = (
    '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" '
    'xmlns:sf="urn:fault.partner.soap.sforce.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>'
    "<soapenv:Fault><faultcode>{code}</faultcode><faultstring>{code}: {message}</faultstring><detail>"
    '<sf:LoginFault xsi:type="sf:LoginFault"><sf:exceptionCode>{code}</sf:exceptionCode>'
    "<sf:exceptionMessage>{message}</sf:exceptionMessage></sf:LoginFault></detail></soapenv:Fault>"
    "</soapenv:Body></soapenv:Envelope>"
)
XML = {"Content-Type": "text/xml; charset=utf-8"}


class TestLogin:
    def test_says_who_signed_in_and_where(self, org):
        org.answers(Reply(200, SUCCESS.format(expired="false"), XML))

        login = soap.login(org.url, "sync@acme.com", "pass", "TOKEN", practice_url=org.url)

        assert login.instance_url == "https://acme.my.salesforce.com"
        assert (login.org_id, login.org_name) == ("00D000000000002EAA", "Acme")
        assert (login.username, login.is_sandbox, login.is_password_expired) == ("sync@acme.com", False, False)
        assert "AQEA" not in repr(login)

    def test_sends_password_and_token_as_one_with_signs_escaped(self, org):
        org.answers(Reply(200, SUCCESS.format(expired="false"), XML))

        soap.login(org.url, "a&b@acme.com", "p<&>\"'ä", "TOKEN", practice_url=org.url)

        sent = ET.fromstring(org.asked[0].body)  # noqa: S314  our own words
        assert sent.findtext(".//{urn:partner.soap.sforce.com}password") == "p<&>\"'äTOKEN"
        assert sent.findtext(".//{urn:partner.soap.sforce.com}username") == "a&b@acme.com"
        assert org.asked[0].path == "/services/Soap/u/59.0"
        assert org.asked[0].headers["SOAPAction"] == "login"

    def test_notices_an_expired_password(self, org):
        org.answers(Reply(200, SUCCESS.format(expired="true"), XML))

        assert soap.login(org.url, "u", "p", "", practice_url=org.url).is_password_expired


class TestRefusedLogin:
    @pytest.mark.parametrize(
        ("code", "kind"),
        [
            ("INVALID_LOGIN", errors.SignInRefused),
            ("LOGIN_MUST_USE_SECURITY_TOKEN", errors.SignInRefused),
            ("INVALID_OPERATION", errors.SignInRefused),
            ("API_DISABLED_FOR_ORG", errors.ApiDisabled),
            ("SERVER_UNAVAILABLE", errors.ServerBusy),
        ],
    )
    def test_is_decoded_and_never_tried_again(self, org, code, kind):
        org.answers(Reply(500, FAULT.format(code=code, message="their words"), XML))

        with pytest.raises(kind) as caught:
            soap.login(org.url, "u", "p", "t", practice_url=org.url)

        assert (caught.value.code, caught.value.message) == (code, "their words")
        assert len(org.asked) == 1

    def test_is_decoded_from_the_fault_code_of_older_servers(self, org):
        fault = "<E><faultcode>sf:INVALID_LOGIN</faultcode><faultstring>INVALID_LOGIN: no</faultstring></E>"
        org.answers(Reply(500, fault, XML))

        with pytest.raises(errors.SignInRefused) as caught:
            soap.login(org.url, "u", "p", "t", practice_url=org.url)

        assert caught.value.code == "INVALID_LOGIN"

    @pytest.mark.parametrize(
        ("reply", "kind"),
        [
            (Reply(503, "<html>", XML), errors.ServerBusy),
            (Reply(405, "not here", XML), errors.SignInRefused),
            (Reply(200, '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', XML), errors.SignInRefused),
        ],
    )
    def test_may_be_a_page(self, org, reply, kind):
        org.answers(reply)

        with pytest.raises(kind):
            soap.login(org.url, "u", "p", "t", practice_url=org.url)
