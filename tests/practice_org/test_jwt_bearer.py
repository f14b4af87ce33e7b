"""Signed assertions: what they bring, and every reason to refuse one."""

from __future__ import annotations

import time
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.practice_org.certificates import made_for, new_key
from tests.practice_org.client import Org
from tests.practice_org.consent import address, refused, token, tokens

ASSERTION = "urn:ietf:params:oauth:grant-type:jwt-bearer"


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return new_key()


@pytest.fixture(scope="module")
def certificate(key) -> str:
    return made_for(key)


@pytest.fixture
def trusting(org, certificate) -> Org:
    """The app has a certificate, and an administrator approved its users."""
    org.trainer("POST", "/switches", {"certificate": certificate, "admin_approved_only": True})
    return org


class TestJwtBearer:
    def test_gives_a_session_without_signature_and_time(self, trusting, key):
        body = self._sent(trusting, key).json()

        assert list(body) == ["access_token", "scope", "instance_url", "id", "token_type"]
        assert "refresh_token" not in body["scope"]

    def test_takes_the_time_as_text_too(self, trusting, key):
        assert self._sent(trusting, key, exp=str(int(time.time()) + 60)).status_code == 200

    def test_takes_a_user_who_allowed_offline_access_before(self, org, certificate, key):
        org.trainer("POST", "/switches", {"certificate": certificate})
        tokens(org)

        assert self._sent(org, key).json()["scope"] == "api id"

    @pytest.mark.parametrize(
        ("claims", "error", "description"),
        [
            ({"iss": "3MVGunknown"}, "invalid_client_id", "client identifier invalid"),
            ({"sub": "nobody@example.com"}, "invalid_grant", "user hasn't approved this consumer"),
            ({"aud": "https://example.com"}, "invalid_grant", "Audience validation failed"),
            ({"aud": "https://test.salesforce.com"}, "invalid_grant", "audience is invalid"),
            ({"exp": 1_000_000_000}, "invalid_grant", "expired authorization code"),
            ({"exp": 4_000_000_000}, "invalid_grant", "invalid assertion"),
            ({"exp": "soon"}, "invalid_grant", "invalid assertion"),
        ],
    )
    def test_checks_each_claim(self, trusting, key, claims, error, description):
        assert refused(self._sent(trusting, key, **claims)) == (error, description)

    @pytest.mark.parametrize(
        ("switches", "error", "description"),
        [
            ({"admin_approved_only": False}, "invalid_grant", "user hasn't approved this consumer"),
            ({"user_is_approved": False}, "invalid_grant", "user is not admin approved"),
            ({"is_active": False}, "invalid_grant", "inactive user"),
            ({"certificate": ""}, "invalid_grant", "invalid assertion"),
            ({"app_is_installed": False}, "OAUTH_EC_APP_NOT_FOUND", "External client app is not installed in this org"),
        ],
    )
    def test_needs_policies_that_allow_it(self, trusting, key, switches, error, description):
        trusting.trainer("POST", "/switches", switches)

        assert refused(self._sent(trusting, key)) == (error, description)

    def test_needs_the_right_key(self, trusting):
        assert refused(self._sent(trusting, new_key())) == ("invalid_grant", "invalid assertion")

    @pytest.mark.parametrize("assertion", ["x", "a.b.c", "bnVsbA.bnVsbA.bnVsbA"])
    def test_needs_a_jwt(self, seeded, assertion):
        reply = token(seeded, grant_type=ASSERTION, assertion=assertion)

        assert refused(reply) == ("invalid_grant", "invalid assertion")

    def test_refuses_a_certificate_that_is_none(self, org):
        reply = requests.post(
            f"{org.base}/practice/orgs/{org.facts['org_id']}/switches", json={"certificate": "no"}, timeout=30
        )

        assert reply.status_code == 400

    def _sent(self, org: Org, key: rsa.RSAPrivateKey, **claims: Any) -> requests.Response:
        told = {
            "iss": org.facts["app"]["consumer_key"],
            "sub": org.facts["sync_user"]["username"],
            "aud": "https://login.salesforce.com",
            "exp": int(time.time()) + 180,
            **claims,
        }
        assertion = jwt.encode({"alg": "RS256"}, told, RSAKey.import_key(key))
        form = {"grant_type": ASSERTION, "assertion": assertion}
        return requests.post(address(org, "token"), data=form, timeout=30)
