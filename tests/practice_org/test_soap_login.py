from __future__ import annotations

import re

import pytest
import requests

from tests.practice_org.soap import call, fault_of, log_in, session_of

WRONG = "Invalid username, password, security token; or user locked out."
SOAP_OFF = (
    "SOAP API login() is disabled by default in this org. Contact the org administrator to enable SOAP API login()."
)
ELEMENTS = r"<([A-Za-z:]+)[ />]"


class TestLogin:
    def test_gives_a_session_for_password_and_token(self, seeded):
        reply = log_in(seeded)

        assert reply.status_code == 200
        assert reply.headers["Content-Type"] == "text/xml; charset=utf-8"
        assert f"<serverUrl>{seeded.base}/services/Soap/u/59.0/{seeded.facts['org_id'][:15]}</serverUrl>" in reply.text
        assert f"<organizationId>{seeded.facts['org_id']}</organizationId>" in reply.text

    @pytest.mark.parametrize("name", ["login-success", "login-success-passwordExpired-true"])
    def test_looks_like_the_recording(self, org, recording, name):
        recorded = recording(f"soap/{name}.json")["response"]
        org.trainer("POST", "/switches", {"password_expired": name.endswith("true")})

        reply = log_in(org, version="42.0")

        body = recorded["body"]
        assert re.findall(ELEMENTS, reply.text) == re.findall(ELEMENTS, body)
        assert re.findall(r"<\w+:Envelope.*?>", reply.text) == re.findall(r"<\w+:Envelope.*?>", body)
        assert re.search("<passwordExpired>.*?<", reply.text)[0] == re.search("<passwordExpired>.*?<", body)[0]
        assert "\n" not in reply.text

    def test_takes_the_request_of_the_recording(self, seeded, recording):
        user, sent = seeded.facts["sync_user"], recording("soap/login-success.json")["request"]
        body = sent["body"].replace("demo@example.com", user["username"])
        body = body.replace("FakePassw0rdFAKESECURITYTOKEN00000", user["password"] + user["security_token"])

        reply = requests.post(seeded.base + sent["path"], data=body, headers={"SOAPAction": '""'}, timeout=30)

        assert reply.status_code == 200

    def test_answers_the_enterprise_interface_in_its_own_namespace(self, seeded):
        reply = log_in(seeded, letter="c")

        assert 'xmlns="urn:enterprise.soap.sforce.com"' in reply.text
        assert "/services/Soap/c/59.0/" in reply.text

    def test_finds_the_user_in_the_org_of_the_header(self, seeded, process):
        other = process.org("Practice Professional").facts["org_id"]
        scope = "<t:LoginScopeHeader><t:organizationId>{}</t:organizationId></t:LoginScopeHeader>"

        assert log_in(seeded, header=scope.format(seeded.facts["org_id"])).status_code == 200
        assert fault_of(log_in(seeded, header=scope.format(other)))[0] == "INVALID_LOGIN"

    @pytest.mark.parametrize(
        ("switches", "is_trusted"),
        [
            ({"trusted_ranges": ["127.0.0.0/8"]}, True),
            ({"trusted_ranges": ["203.0.113.0/24"]}, False),
            ({"login_ranges": ["127.0.0.1"]}, True),
            ({"trusts_address": True}, True),
        ],
    )
    def test_needs_the_token_from_untrusted_addresses_alone(self, org, switches, is_trusted):
        org.trainer("POST", "/switches", switches)

        reply = log_in(org, token=False)

        assert (reply.status_code == 200) == is_trusted

    def test_says_how_long_a_session_lives(self, org):
        org.trainer("POST", "/switches", {"session_seconds": 900})

        assert "<sessionSecondsValid>900</sessionSecondsValid>" in log_in(org).text


class TestFault:
    @pytest.mark.parametrize("letter", ["u", "c"])
    def test_looks_like_the_recording(self, seeded, recording_text, letter):
        recorded = recording_text("soap/fault-INVALID_LOGIN.enterprise.xml").strip()

        reply = log_in(seeded, password="wrong", letter=letter)

        partner = recorded.replace("urn:fault.enterprise", "urn:fault.partner")
        assert reply.text == (recorded if letter == "c" else partner)

    def test_of_an_unescaped_password_looks_like_the_recording(self, seeded, recording_text):
        recorded = recording_text("soap/fault-UNKNOWN_EXCEPTION.partner.xml")
        login = '<login xmlns="urn:partner.soap.sforce.com"><password>a&Cl</password></login>'

        reply = requests.post(f"{seeded.base}/services/Soap/u/59.0", data=f"<e>{login}</e>", timeout=30)

        assert reply.text == re.sub(r">\s+<", "><", recorded).strip()

    def test_is_the_same_for_a_wrong_password_and_an_unknown_user(self, seeded):
        replies = (log_in(seeded, password="wrong"), log_in(seeded, username="nobody@example.com"))

        assert [fault_of(reply) for reply in replies] == [("INVALID_LOGIN", WRONG)] * 2

    @pytest.mark.parametrize("version", ["65.0", "66.0", "30.0", "7.0", "v59.0", "x"])
    def test_ends_versions_that_have_no_login(self, seeded, version):
        assert fault_of(log_in(seeded, version=version))[0] == "UNSUPPORTED_API_VERSION"

    @pytest.mark.parametrize(
        "body", ["<t:login", "<!DOCTYPE x><x/>", "<x/>", '<x xmlns="urn:partner.soap.sforce.com"/>']
    )
    def test_answers_what_is_no_call(self, seeded, body):
        reply = requests.post(f"{seeded.base}/services/Soap/u/59.0", data=body, timeout=30)

        assert fault_of(reply)[0] == "UNKNOWN_EXCEPTION"

    def test_is_that_of_the_edition(self, process):
        org = process.org("Practice Professional without API")

        assert fault_of(log_in(org))[0] == "API_DISABLED_FOR_ORG"

    @pytest.mark.parametrize(
        ("switches", "code", "words"),
        [
            ({"is_active": False}, "INVALID_LOGIN", WRONG),
            ({"org_is_active": False}, "ORG_LOCKED", "organization is locked"),
            (
                {"login_ranges": ["203.0.113.0/24"]},
                "LOGIN_DURING_RESTRICTED_DOMAIN",
                "cannot log in from current domain",
            ),
            ({"login_hours": [0, 0]}, "LOGIN_DURING_RESTRICTED_TIME", "cannot log in during restricted time"),
            ({"user_has_api": False}, "API_CURRENTLY_DISABLED", "API is currently disabled for this User"),
            ({"has_api": False}, "API_DISABLED_FOR_ORG", "API is not enabled for this Organization or Partner"),
            (
                {"soap_login": False},
                "INVALID_OPERATION",
                SOAP_OFF,
            ),
            ({"logins_per_hour": 0}, "REQUEST_LIMIT_EXCEEDED", "login rate exceeded"),
        ],
    )
    def test_has_its_cause(self, org, switches, code, words):
        org.trainer("POST", "/switches", switches)

        assert fault_of(log_in(org)) == (code, words)

    @pytest.mark.parametrize(
        "code",
        [
            "TRIAL_EXPIRED",
            "ORG_IN_MAINTENANCE",
            "ORG_NOT_OWNED_BY_INSTANCE",
            "LOGIN_CHALLENGE_ISSUED",
            "LOGIN_CHALLENGE_PENDING",
            "SERVER_UNAVAILABLE",
            "INVALID_CLIENT",
            "CLIENT_NOT_ACCESSIBLE_FOR_USER",
            "INVALID_SSO_GATEWAY_URL",
        ],
    )
    def test_can_be_ordered_by_its_code(self, org, code):
        org.trainer("POST", "/switches", {"login_trouble": code})

        reply = log_in(org)

        assert fault_of(reply)[0] == code
        assert '<sf:LoginFault xsi:type="sf:LoginFault">' in reply.text

    def test_asks_for_the_token_when_only_the_password_came(self, seeded):
        code, words = fault_of(log_in(seeded, token=False))

        assert code == "LOGIN_MUST_USE_SECURITY_TOKEN"
        assert words.startswith(f"{WRONG} Are you at a new location?")

    @pytest.mark.parametrize(("tells", "code"), [(True, "PASSWORD_LOCKOUT"), (False, "INVALID_LOGIN")])
    def test_comes_of_too_many_wrong_passwords(self, org, tells, code):
        org.trainer("POST", "/switches", {"lockout_after": 2, "tells_lockout": tells})
        for _ in range(2):
            log_in(org, password="wrong")

        assert fault_of(log_in(org))[0] == code

    def test_is_forgotten_after_a_right_password(self, org):
        org.trainer("POST", "/switches", {"lockout_after": 2})
        for password in ("wrong", None, "wrong", None):
            reply = log_in(org, **({"password": password} if password else {}))

        assert reply.status_code == 200

    def test_of_a_login_host_sends_to_the_my_domain(self, org):
        org.trainer("POST", "/switches", {"my_domain_only": True})

        assert fault_of(log_in(org, Host="login.salesforce.com"))[0] == "INVALID_SSO_GATEWAY_URL"
        assert log_in(org).status_code == 200


class TestExpiredPassword:
    def test_lets_in_and_then_refuses_every_call_like_the_recording(self, org, recording):
        org.trainer("POST", "/switches", {"password_expired": True})

        session = session_of(log_in(org))

        for path, recorded in zip(("query", "sobjects/Lead/describe"), self._recorded(recording), strict=True):
            reply = requests.get(
                f"{org.base}/services/data/v42.0/{path}", headers={"Authorization": f"Bearer {session}"}, timeout=30
            )
            assert reply.status_code == recorded["status"]
            assert reply.json() == recorded["body"]
            assert "Sforce-Limit-Info" not in reply.headers
            assert "WWW-Authenticate" not in reply.headers
        assert fault_of(call(org, "getUserInfo", session))[0] == "INVALID_OPERATION_WITH_EXPIRED_PASSWORD"

    def _recorded(self, recording):
        return [one["response"] for one in recording("errors/401-INVALID_OPERATION_WITH_EXPIRED_PASSWORD.json")]


class TestSignedInCalls:
    def test_tell_about_the_user(self, seeded):
        login = log_in(seeded)

        reply = call(seeded, "getUserInfo", session_of(login))

        facts = re.search("<userInfo>(.*)</userInfo>", login.text)[1]
        assert f"<getUserInfoResponse><result>{facts}</result></getUserInfoResponse>" in reply.text

    def test_tell_the_time_and_the_calls_used(self, seeded):
        reply = call(seeded, "getServerTimestamp", session_of(log_in(seeded)))

        assert re.search(r"<timestamp>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z</timestamp>", reply.text)
        assert re.search(
            r"<LimitInfoHeader><limitInfo><current>\d+</current><limit>112000</limit><type>API REQUESTS</type>",
            reply.text,
        )

    @pytest.mark.parametrize("letter", ["u", "c"])
    def test_end_the_session(self, org, letter):
        session = session_of(log_in(org, letter=letter))

        reply = call(org, "logout", session, letter=letter)

        assert "<logoutResponse/>" in reply.text
        assert fault_of(call(org, "getUserInfo", session, letter=letter)) == (
            "INVALID_SESSION_ID",
            "Invalid Session ID found in SessionHeader: Illegal Session",
        )

    def test_carry_the_header_of_the_recording(self, org, recording):
        recorded = recording("soap/logout-on-org-host.json")["response"]["body"]

        reply = call(org, "logout", session_of(log_in(org)))

        header = r"<soapenv:Header>.*</soapenv:Header>"
        assert re.findall(ELEMENTS, re.search(header, reply.text)[0]) == re.findall(
            ELEMENTS, re.search(header, recorded)[0]
        )

    @pytest.mark.parametrize(
        ("switches", "code"),
        [({"has_api": False}, "API_DISABLED_FOR_ORG"), ({"user_has_api": False}, "API_CURRENTLY_DISABLED")],
    )
    def test_end_with_the_right_to_them(self, org, switches, code):
        session = session_of(log_in(org))
        org.trainer("POST", "/switches", switches)

        assert fault_of(call(org, "getUserInfo", session))[0] == code


class TestHeaders:
    def test_are_those_of_the_recording(self, seeded, recording):
        recorded = dict(recording("soap/login-success.json")["response"]["headers"])

        reply = log_in(seeded)

        # the connection is ours to close
        assert all(name in reply.headers for name in recorded if name != "Connection")
        assert reply.headers["Cache-Control"] == recorded["Cache-Control"]
        assert reply.headers["Content-Type"] == recorded["Content-Type"]
        assert reply.headers["Vary"] == recorded["Vary"]
        assert "Sforce-Limit-Info" not in reply.headers
