from __future__ import annotations

import base64
import hashlib
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests.practice_org.client import CALLBACK, Org

VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")


def asked(org: Org, **changes: str) -> dict[str, str]:
    return {
        "response_type": "code",
        "client_id": org.facts["app"]["consumer_key"],
        "redirect_uri": CALLBACK,
        "scope": "api refresh_token id",
        "state": "a state & more",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        "prompt": "login",
        **changes,
    }


def authorize(org: Org, action: str = "approve", **changes: str) -> dict[str, list[str]]:
    """What the callback gets after a person signed in and pressed a button."""
    browser, address = requests.Session(), f"{org.base}/services/oauth2/authorize"
    user = org.facts["sync_user"]
    form = asked(org, **changes)
    browser.post(address, data={**form, "action": "login", "username": user["username"], "password": user["password"]})
    reply = browser.post(address, data={**form, "action": action}, allow_redirects=False)
    assert reply.status_code == 302, reply.text
    return parse_qs(urlsplit(reply.headers["Location"]).query)


def token(org: Org, **form: str) -> requests.Response:
    app = org.facts["app"]
    known = {"client_id": app["consumer_key"], "client_secret": app["consumer_secret"]}
    return requests.post(f"{org.base}/services/oauth2/token", data={**known, **form}, timeout=30)


def exchange(org: Org, code: str, **changes: str) -> requests.Response:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, "code_verifier": VERIFIER}
    return token(org, **{**form, **changes})


class TestAuthorize:
    def test_shows_a_sign_in_form_without_script(self, seeded):
        reply = requests.get(f"{seeded.base}/services/oauth2/authorize", params=asked(seeded), timeout=30)

        assert reply.status_code == 200
        assert '<input id="username"' in reply.text
        assert "<script" not in reply.text

    def test_says_that_the_password_was_wrong(self, seeded):
        form = {**asked(seeded), "action": "login", "username": seeded.facts["sync_user"]["username"], "password": "x"}

        reply = requests.post(f"{seeded.base}/services/oauth2/authorize", data=form, timeout=30)

        assert "Please check your username and password." in reply.text

    def test_returns_code_and_state(self, seeded):
        answer = authorize(seeded)

        assert answer["state"] == ["a state & more"]
        assert answer["code"][0].endswith("==")

    def test_tells_the_app_that_the_person_refused(self, seeded):
        answer = authorize(seeded, action="deny")

        assert answer["error"] == ["access_denied"]
        assert answer["error_description"] == ["end-user denied authorization"]

    @pytest.mark.parametrize(
        ("changes", "error"),
        [
            ({"client_id": "3MVGunknown"}, "invalid_client_id"),
            ({"redirect_uri": "https://evil.example/"}, "redirect_uri_mismatch"),
            ({"redirect_uri": ""}, "redirect_uri_missing"),
        ],
    )
    def test_shows_trouble_with_the_app_as_a_page(self, seeded, changes, error):
        address = f"{seeded.base}/services/oauth2/authorize"

        reply = requests.get(address, params=asked(seeded, **changes), allow_redirects=False, timeout=30)

        assert reply.status_code == 400
        assert error in reply.text

    def test_insists_on_a_challenge(self, seeded):
        address = f"{seeded.base}/services/oauth2/authorize"

        reply = requests.get(address, params=asked(seeded, code_challenge=""), allow_redirects=False, timeout=30)

        assert "error=invalid_request" in reply.headers["Location"]
        assert "missing+required+code+challenge" in reply.headers["Location"]

    def test_does_without_a_challenge_where_the_app_says_so(self, org):
        org.trainer("POST", "/switches", {"requires_pkce": False})

        code = authorize(org, code_challenge="")["code"][0]

        assert exchange(org, code, code_verifier="").status_code == 200


class TestToken:
    def test_trades_a_code_for_tokens(self, seeded):
        reply = exchange(seeded, authorize(seeded)["code"][0])

        body = reply.json()
        assert reply.headers["Cache-Control"] == "no-store"
        assert body["access_token"].startswith(seeded.facts["org_id"][:15] + "!")
        assert body["refresh_token"].startswith("5Aep861")
        assert body["instance_url"] == seeded.base
        assert body["token_type"] == "Bearer"
        assert body["issued_at"].isdigit()

    def test_gives_no_refresh_token_without_its_scope(self, seeded):
        body = exchange(seeded, authorize(seeded, scope="api id")["code"][0]).json()

        assert "refresh_token" not in body

    @pytest.mark.parametrize(
        ("form", "error", "description"),
        [
            ({"grant_type": "magic"}, "unsupported_grant_type", "grant type not supported"),
            ({"grant_type": "refresh_token", "client_id": "x"}, "invalid_client_id", "client identifier invalid"),
            ({"grant_type": "refresh_token", "client_secret": "x"}, "invalid_client", "invalid client credentials"),
            (
                {"grant_type": "refresh_token", "refresh_token": "5Aep861x"},
                "invalid_grant",
                "expired access/refresh token",
            ),
            ({"grant_type": "authorization_code", "code": "x"}, "invalid_grant", "invalid authorization code"),
            ({"grant_type": "password"}, "invalid_grant", "authentication failure"),
        ],
    )
    def test_refuses_in_salesforce_words(self, seeded, form, error, description):
        reply = token(seeded, **form)

        assert reply.status_code == 400
        assert reply.json() == {"error": error, "error_description": description}

    def test_refuses_a_wrong_verifier(self, seeded):
        reply = exchange(seeded, authorize(seeded)["code"][0], code_verifier="w" * 64)

        assert reply.json()["error_description"] == "invalid code verifier"

    def test_takes_a_code_once(self, seeded):
        code = authorize(seeded)["code"][0]
        exchange(seeded, code)

        assert exchange(seeded, code).json()["error_description"] == "expired authorization code"

    def test_renews_a_session(self, seeded):
        refresh = exchange(seeded, authorize(seeded)["code"][0]).json()["refresh_token"]

        body = token(seeded, grant_type="refresh_token", refresh_token=refresh).json()

        assert "refresh_token" not in body
        assert body["access_token"].startswith(seeded.facts["org_id"][:15])

    def test_rotates_refresh_tokens_where_the_app_says_so(self, org):
        org.trainer("POST", "/switches", {"rotates_refresh_tokens": True})
        first = exchange(org, authorize(org)["code"][0]).json()["refresh_token"]

        second = token(org, grant_type="refresh_token", refresh_token=first).json()["refresh_token"]
        again = token(org, grant_type="refresh_token", refresh_token=first).json()

        assert second != first
        assert again["error_description"] == "expired access/refresh token"

    def test_keeps_five_grants_of_a_user(self, org):
        tokens = [exchange(org, authorize(org)["code"][0]).json()["refresh_token"] for _ in range(6)]

        assert token(org, grant_type="refresh_token", refresh_token=tokens[0]).status_code == 400
        assert token(org, grant_type="refresh_token", refresh_token=tokens[1]).status_code == 200

    def test_serves_client_credentials(self, seeded):
        body = token(seeded, grant_type="client_credentials").json()

        assert "access_token" in body
        assert "refresh_token" not in body


class TestRevoke:
    def test_ends_the_sessions_of_a_refresh_token(self, seeded):
        tokens = exchange(seeded, authorize(seeded)["code"][0]).json()
        bearer = {"Authorization": f"Bearer {tokens['access_token']}"}

        revoked = requests.post(
            f"{seeded.base}/services/oauth2/revoke", data={"token": tokens["refresh_token"]}, timeout=30
        )
        after = requests.get(f"{seeded.base}/services/data/v60.0/limits", headers=bearer, timeout=30)

        assert revoked.status_code == 200
        assert after.json() == [{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}]


class TestIdentity:
    def test_has_the_keys_of_the_recording(self, seeded, recording):
        tokens = exchange(seeded, authorize(seeded)["code"][0]).json()

        body = requests.get(
            tokens["id"], headers={"Authorization": f"Bearer {tokens['access_token']}"}, timeout=30
        ).json()

        assert list(body) == list(recording("identity/identity-url.swiftly.json"))
        assert body["user_id"] == seeded.facts["sync_user"]["user_id"]

    def test_refuses_strangers(self, seeded):
        address = f"{seeded.base}/id/{seeded.facts['org_id']}/{seeded.facts['sync_user']['user_id']}"

        assert requests.get(address, timeout=30).text == "Missing_OAuth_Token"
        assert requests.get(address, headers={"Authorization": "Bearer x"}, timeout=30).text == "Bad_OAuth_Token"

    def test_shows_userinfo(self, seeded):
        tokens = exchange(seeded, authorize(seeded)["code"][0]).json()
        bearer = {"Authorization": f"Bearer {tokens['access_token']}"}

        body = requests.get(f"{seeded.base}/services/oauth2/userinfo", headers=bearer, timeout=30).json()

        assert body["organization_id"] == seeded.facts["org_id"]
        assert body["preferred_username"] == seeded.facts["sync_user"]["username"]
