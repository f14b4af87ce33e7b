"""What the token address gives, flow by flow."""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import parse_qs

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import KeySet
from lxml import etree

from tests.practice_org.consent import address, authorize, bearer, exchange, token, tokens


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

    def test_renews_a_session(self, seeded):
        refresh = exchange(seeded, authorize(seeded)["code"][0]).json()["refresh_token"]

        body = token(seeded, grant_type="refresh_token", refresh_token=refresh).json()

        assert "refresh_token" not in body
        assert body["access_token"].startswith(seeded.facts["org_id"][:15])

    def test_keeps_five_grants_of_a_user(self, org):
        tokens = [exchange(org, authorize(org)["code"][0]).json()["refresh_token"] for _ in range(6)]

        assert token(org, grant_type="refresh_token", refresh_token=tokens[0]).status_code == 400
        assert token(org, grant_type="refresh_token", refresh_token=tokens[1]).status_code == 200

    def test_signs_the_identity_and_the_time(self, seeded):
        body = tokens(seeded)

        secret = seeded.facts["app"]["consumer_secret"].encode()
        signed = hmac.new(secret, (body["id"] + body["issued_at"]).encode(), hashlib.sha256).digest()
        assert body["signature"] == base64.b64encode(signed).decode()

    def test_has_nothing_for_scripts_of_other_pages(self, seeded):
        origin = {"Origin": "https://app.example.com"}

        reply = requests.post(address(seeded, "token"), data={"grant_type": "x"}, headers=origin, timeout=30)

        assert not [name for name in reply.headers if name.lower().startswith("access-control-")]

    def test_does_without_the_secret_where_the_app_says_so(self, org):
        org.trainer("POST", "/switches", {"requires_secret": False})

        reply = exchange(org, authorize(org)["code"][0], client_secret="")

        assert reply.status_code == 200


class TestForms:
    """JSON is the usual form of an answer; a client may ask for two others."""

    def test_is_xml_for_those_who_accept_it(self, seeded):
        refresh = tokens(seeded)["refresh_token"]
        app = seeded.facts["app"]
        form = {"grant_type": "refresh_token", "refresh_token": refresh, "client_id": app["consumer_key"]}
        form["client_secret"] = app["consumer_secret"]

        reply = requests.post(address(seeded, "token"), data=form, headers={"Accept": "application/xml"}, timeout=30)

        root = etree.fromstring(reply.content)
        assert reply.headers["Content-Type"].startswith("application/xml")
        assert root.tag == "OAuth"
        assert root.findtext("token_type") == "Bearer"

    def test_is_a_form_for_those_who_ask_for_it(self, seeded):
        reply = token(seeded, grant_type="magic", format="urlencoded")

        assert reply.headers["Content-Type"] == "application/x-www-form-urlencoded"
        assert parse_qs(reply.text)["error"] == ["unsupported_grant_type"]


class TestRotation:
    def test_gives_a_new_token_each_time(self, org):
        org.trainer("POST", "/switches", {"rotates_refresh_tokens": True})
        first = tokens(org)["refresh_token"]

        second = token(org, grant_type="refresh_token", refresh_token=first).json()["refresh_token"]

        assert second != first
        assert token(org, grant_type="refresh_token", refresh_token=second).status_code == 200

    def test_revokes_everything_when_an_old_token_comes_again(self, org):
        org.trainer("POST", "/switches", {"rotates_refresh_tokens": True})
        first = tokens(org)["refresh_token"]
        renewed = token(org, grant_type="refresh_token", refresh_token=first).json()

        again = token(org, grant_type="refresh_token", refresh_token=first).json()
        after = token(org, grant_type="refresh_token", refresh_token=renewed["refresh_token"])
        call = requests.get(
            f"{org.base}/services/data/v60.0/limits", headers=bearer(renewed["access_token"]), timeout=30
        )

        assert again["error_description"] == "expired access/refresh token"
        assert after.status_code == 400
        assert call.status_code == 401

    def test_does_not_count_as_one_more_grant(self, org):
        org.trainer("POST", "/switches", {"rotates_refresh_tokens": True})
        other = tokens(org)["refresh_token"]
        mine = tokens(org)["refresh_token"]
        for _ in range(6):
            mine = token(org, grant_type="refresh_token", refresh_token=mine).json()["refresh_token"]

        assert token(org, grant_type="refresh_token", refresh_token=other).status_code == 200


class TestClientCredentials:
    def test_need_neither_person_nor_refresh_token(self, seeded):
        body = token(seeded, grant_type="client_credentials").json()

        assert "refresh_token" not in body
        assert body["id"].endswith(seeded.facts["sync_user"]["user_id"])

    def test_may_come_in_a_header(self, seeded):
        app = seeded.facts["app"]
        known = (app["consumer_key"], app["consumer_secret"])

        reply = requests.post(
            address(seeded, "token"), data={"grant_type": "client_credentials"}, auth=known, timeout=30
        )

        assert reply.status_code == 200

    @pytest.mark.parametrize("header", ["Basic !!!", "Basic eDp5"])
    def test_are_refused_in_a_wrong_header(self, seeded, header):
        form = {"grant_type": "client_credentials"}

        reply = requests.post(address(seeded, "token"), data=form, headers={"Authorization": header}, timeout=30)

        assert reply.json()["error"] == "invalid_client_id"


class TestPasswordFlow:
    def test_is_closed_in_new_orgs(self, seeded):
        user = seeded.facts["sync_user"]

        reply = token(
            seeded, grant_type="password", username=user["username"], password=user["password"] + user["security_token"]
        )

        assert reply.json() == {"error": "invalid_grant", "error_description": "authentication failure"}

    def test_can_be_opened(self, org):
        user = org.facts["sync_user"]
        org.trainer("POST", "/switches", {"password_flow": True})

        reply = token(
            org, grant_type="password", username=user["username"], password=user["password"] + user["security_token"]
        )

        assert "refresh_token" not in reply.json()
        assert reply.status_code == 200

    def test_does_without_the_token_from_a_trusted_range(self, org):
        user = org.facts["sync_user"]
        login = {"grant_type": "password", "username": user["username"], "password": user["password"]}
        org.trainer("POST", "/switches", {"password_flow": True})
        before = token(org, **login)

        org.trainer("POST", "/switches", {"trusted_ranges": ["127.0.0.0/8"]})

        assert before.status_code == 400
        assert token(org, **login).status_code == 200


class TestDeviceFlow:
    def test_waits_for_a_person(self, org):
        begun = token(org, response_type="device_code").json()
        early = token(org, grant_type="device", code=begun["device_code"]).json()
        hasty = token(org, grant_type="device", code=begun["device_code"]).json()

        page = self._answer(org, begun, "approve")
        done = token(org, grant_type="device", code=begun["device_code"]).json()

        assert begun["verification_uri"] == f"{org.base}/setup/connect"
        assert (early["error"], hasty["error"]) == ("authorization_pending", "slow_down")
        assert "You have allowed the device." in page
        assert {"access_token", "refresh_token"} <= set(done)

    def test_tells_the_device_that_the_person_refused(self, org):
        begun = token(org, response_type="device_code").json()

        self._answer(org, begun, "deny")

        assert token(org, grant_type="device", code=begun["device_code"]).json()["error"] == "access_denied"

    def test_shows_a_wrong_code(self, org):
        assert "The code you entered is invalid" in self._answer(org, {"user_code": "AAAAAAAA"}, "approve")

    @pytest.mark.parametrize(
        ("switches", "error"),
        [
            ({"app_is_installed": False}, "OAUTH_EC_APP_NOT_FOUND"),
            ({"app_is_blocked": True}, "OAUTH_APP_BLOCKED"),
            ({"device_flow": False}, "invalid_request"),
        ],
    )
    def test_is_closed_for_apps_that_may_not(self, org, switches, error):
        org.trainer("POST", "/switches", switches)

        assert token(org, response_type="device_code").json()["error"] == error

    def _answer(self, org, begun, action) -> str:
        user = org.facts["sync_user"]
        typed = {"username": user["username"], "password": user["password"], "user_code": begun["user_code"]}
        return requests.post(f"{org.base}/setup/connect", data={**typed, "action": action}, timeout=30).text


class TestIdToken:
    def test_is_signed_with_a_published_key(self, seeded):
        body = tokens(seeded, scope="openid api", nonce="n-1")
        known = requests.get(f"{seeded.base}/.well-known/openid-configuration", timeout=30).json()
        keys = requests.get(known["jwks_uri"], timeout=30).json()

        claims = jwt.decode(body["id_token"], KeySet.import_key_set(keys)).claims

        assert claims["sub"] == body["id"]
        assert claims["aud"] == seeded.facts["app"]["consumer_key"]
        assert claims["nonce"] == "n-1"
        assert claims["iss"] == known["issuer"]

    def test_is_not_there_without_its_scope(self, seeded):
        assert "id_token" not in tokens(seeded)
