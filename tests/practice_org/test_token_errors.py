"""Every refusal of the token address that is known, each from its own cause."""

from __future__ import annotations

import pytest
import requests

from tests.practice_org.client import CALLBACK, Org
from tests.practice_org.consent import address, authorize, exchange, refused, token, tokens

ASSERTION = "urn:ietf:params:oauth:grant-type:jwt-bearer"
PRODUCTION = {"Host": "login.salesforce.com"}


def renewed(org: Org) -> requests.Response:
    return token(org, grant_type="refresh_token", refresh_token=org.refresh)


@pytest.fixture
def granted(org) -> Org:
    """An org whose sync user has allowed the app."""
    org.refresh = tokens(org)["refresh_token"]
    return org


class TestAnyGrant:
    @pytest.mark.parametrize(
        ("form", "error", "description"),
        [
            ({"grant_type": "magic"}, "unsupported_grant_type", "grant type not supported"),
            ({"grant_type": "refresh_token", "client_id": "x"}, "invalid_client_id", "client identifier invalid"),
            (
                {"grant_type": "refresh_token", "client_id": ""},
                "invalid_request",
                "missing required parameter: client_id",
            ),
            ({"grant_type": "refresh_token", "client_secret": "x"}, "invalid_client", "invalid client credentials"),
            ({"grant_type": "refresh_token"}, "invalid_request", "missing required parameter: refresh_token"),
            ({"grant_type": "authorization_code"}, "invalid_request", "missing required parameter: code"),
            ({"grant_type": ASSERTION}, "invalid_request", "missing required parameter: assertion"),
        ],
    )
    def test_must_be_asked_rightly(self, seeded, form, error, description):
        assert refused(token(seeded, **form)) == (error, description)

    def test_is_refused_while_the_app_is_not_known_everywhere(self, org):
        org.trainer("POST", "/switches", {"app_is_known": False})

        reply = token(org, grant_type="client_credentials")

        assert refused(reply) == ("invalid_client_id", "client identifier invalid")

    @pytest.mark.parametrize(
        ("switches", "error", "description"),
        [
            ({"org_is_active": False}, "inactive_org", "organization is inactive"),
            ({"is_active": False}, "inactive_user", "user is inactive"),
            ({"logins_per_hour": 1}, "rate_limit_exceeded", "login rate exceeded"),
            ({"login_ranges": ["203.0.113.0/24"]}, "invalid_grant", "ip restricted"),
            (
                {"admin_approved_only": True, "user_is_approved": False},
                "invalid_app_access",
                "user is not admin approved to access this app",
            ),
            ({"app_is_blocked": True}, "invalid_grant", "expired access/refresh token"),
        ],
    )
    def test_is_refused_by_the_state_of_user_org_and_app(self, granted, switches, error, description):
        granted.trainer("POST", "/switches", switches)

        assert refused(renewed(granted)) == (error, description)

    def test_is_not_refused_where_the_app_relaxes_addresses(self, granted):
        granted.trainer("POST", "/switches", {"login_ranges": ["203.0.113.0/24"], "relaxes_ip": True})

        assert renewed(granted).status_code == 200


class TestAuthorizationCode:
    def test_must_be_known(self, seeded):
        assert refused(exchange(seeded, "aPrxunknown==")) == ("invalid_grant", "invalid authorization code")

    def test_must_come_from_the_same_org(self, seeded, process):
        code = authorize(seeded)["code"][0]

        reply = exchange(process.org("Practice Professional"), code)

        assert refused(reply) == ("invalid_grant", "invalid authorization code")

    def test_works_once(self, seeded):
        code = authorize(seeded)["code"][0]
        exchange(seeded, code)

        assert refused(exchange(seeded, code)) == ("invalid_grant", "expired authorization code")

    def test_grows_old(self, org):
        org.trainer("POST", "/switches", {"code_seconds": 0})

        reply = exchange(org, authorize(org)["code"][0])

        assert refused(reply) == ("invalid_grant", "expired authorization code")

    @pytest.mark.parametrize("verifier", ["w" * 64, "v" * 42, "", "v" * 172])
    def test_wants_its_verifier(self, seeded, verifier):
        reply = exchange(seeded, authorize(seeded)["code"][0], code_verifier=verifier)

        assert refused(reply) == ("invalid_grant", "invalid code verifier")

    def test_wants_the_same_callback(self, seeded):
        reply = exchange(seeded, authorize(seeded)["code"][0], redirect_uri=f"{CALLBACK}more")

        assert refused(reply) == ("redirect_uri_mismatch", "redirect_uri must match configuration")


class TestRefreshToken:
    EXPIRED = ("invalid_grant", "expired access/refresh token")

    def test_must_be_known(self, seeded):
        assert refused(token(seeded, grant_type="refresh_token", refresh_token="5Aep861x")) == self.EXPIRED

    def test_must_come_from_the_same_org(self, granted, process):
        reply = token(process.org("Practice Professional"), grant_type="refresh_token", refresh_token=granted.refresh)

        assert refused(reply) == self.EXPIRED

    def test_dies_with_the_revocation_of_all(self, granted):
        granted.trainer("POST", "/revoke-grants")

        assert refused(renewed(granted)) == self.EXPIRED

    def test_dies_of_idleness(self, granted):
        granted.trainer("POST", "/switches", {"idle_seconds": 0.001})

        assert refused(renewed(granted)) == self.EXPIRED


class TestPassword:
    REFUSED = ("invalid_grant", "authentication failure")

    @pytest.mark.parametrize(
        ("switches", "ending"),
        [
            ({"password_flow": False}, "token"),
            ({}, "wrong"),
            ({}, ""),
            ({"is_active": False}, "token"),
        ],
    )
    def test_is_refused_without_a_reason(self, org, switches, ending):
        user = org.facts["sync_user"]
        org.trainer("POST", "/switches", {"password_flow": True, **switches})
        password = user["password"] + {"token": user["security_token"]}.get(ending, ending)

        reply = token(org, grant_type="password", username=user["username"], password=password)

        assert refused(reply) == self.REFUSED


class TestClientCredentials:
    @pytest.mark.parametrize(
        ("switches", "description"),
        [
            ({"has_run_as_user": False}, "no client credentials user enabled"),
            ({"is_active": False}, "inactive user"),
            ({"admin_approved_only": True, "user_is_approved": False}, "user is not admin approved"),
        ],
    )
    def test_need_a_user_who_may(self, org, switches, description):
        org.trainer("POST", "/switches", switches)

        assert refused(token(org, grant_type="client_credentials")) == ("invalid_grant", description)

    @pytest.mark.parametrize(
        ("switches", "error", "description"),
        [
            ({"app_is_blocked": True}, "OAUTH_APP_BLOCKED", "this app is blocked by admin"),
            (
                {"app_is_installed": False},
                "OAUTH_EC_APP_NOT_FOUND",
                "External client app is not installed in this org",
            ),
        ],
    )
    def test_need_an_app_that_may(self, org, switches, error, description):
        org.trainer("POST", "/switches", switches)

        assert refused(token(org, grant_type="client_credentials")) == (error, description)

    def test_work_on_a_my_domain_only(self, seeded):
        app = seeded.facts["app"]
        form = {"client_id": app["consumer_key"], "client_secret": app["consumer_secret"]}
        form["grant_type"] = "client_credentials"

        reply = requests.post(address(seeded, "token"), data=form, headers=PRODUCTION, timeout=30)

        assert refused(reply) == ("invalid_grant", "request not supported on this domain")

    def test_are_answered_401_in_a_header(self, seeded):
        known = (seeded.facts["app"]["consumer_key"], "wrong")

        reply = requests.post(
            address(seeded, "token"), data={"grant_type": "client_credentials"}, auth=known, timeout=30
        )

        assert reply.status_code == 401
        assert reply.json()["error"] == "invalid_client"
