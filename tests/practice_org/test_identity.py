"""Who a token belongs to, whether it is alive, and how it ends."""

from __future__ import annotations

import pytest
import requests
from lxml import etree

from tests.practice_org.consent import address, bearer, token, tokens

# what the contract lists of a recording that is not kept
USERINFO = (
    "sub user_id organization_id preferred_username nickname name email email_verified given_name family_name zoneinfo "
    "photos profile picture address is_salesforce_integration_user urls active user_type language locale utcOffset "
    "updated_at"
)


def limits(org, access_token: str) -> requests.Response:
    return requests.get(f"{org.base}/services/data/v60.0/limits", headers=bearer(access_token), timeout=30)


def kinds(value):
    """The same document with the names of types in place of values."""
    if isinstance(value, dict):
        return {key: kinds(inside) for key, inside in value.items()}
    return type(value).__name__


class TestRevoke:
    @pytest.mark.parametrize("method", ["POST", "GET"])
    def test_ends_the_sessions_of_a_refresh_token(self, seeded, method):
        body = tokens(seeded)
        given = {"data" if method == "POST" else "params": {"token": body["refresh_token"]}}

        revoked = requests.request(method, address(seeded, "revoke"), timeout=30, **given)

        assert (revoked.status_code, revoked.content) == (200, b"")
        assert limits(seeded, body["access_token"]).json() == [
            {"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}
        ]

    def test_of_an_access_token_leaves_the_grant(self, seeded):
        body = tokens(seeded)

        requests.post(address(seeded, "revoke"), data={"token": body["access_token"]}, timeout=30)

        assert limits(seeded, body["access_token"]).status_code == 401
        assert token(seeded, grant_type="refresh_token", refresh_token=body["refresh_token"]).status_code == 200

    def test_knows_only_living_tokens(self, seeded):
        reply = requests.post(address(seeded, "revoke"), data={"token": "5Aep861x"}, timeout=30)

        assert reply.status_code == 400
        assert reply.json()["error"] == "unsupported_token_type"


class TestIntrospection:
    def test_tells_about_both_tokens(self, seeded):
        body = tokens(seeded)

        access = self._told(seeded, body["access_token"])
        refresh = self._told(seeded, body["refresh_token"])

        names = ["active", "scope", "client_id", "username", "sub", "token_type", "exp", "iat", "nbf"]
        assert list(access) == names
        assert (access["token_type"], refresh["token_type"]) == ("access_token", "refresh_token")
        assert access["sub"] == body["id"]
        assert access["exp"] > access["iat"]

    def test_of_a_dead_token_says_nothing_else(self, seeded):
        assert self._told(seeded, "00D000000000001!dead") == {"active": False}

    def test_tells_an_app_about_its_own_tokens_alone(self, seeded, process):
        other = process.org("Practice Professional")

        assert self._told(other, tokens(seeded)["access_token"]) == {"active": False}

    def test_wants_the_secret(self, seeded):
        form = {"token": "x", "client_id": seeded.facts["app"]["consumer_key"], "client_secret": "wrong"}

        reply = requests.post(address(seeded, "introspect"), data=form, timeout=30)

        assert reply.json() == {"error": "invalid_client", "error_description": "invalid client credentials"}

    def _told(self, org, text: str):
        app = org.facts["app"]
        form = {"token": text, "client_id": app["consumer_key"], "client_secret": app["consumer_secret"]}
        return requests.post(address(org, "introspect"), data=form, timeout=30).json()


class TestIdentityUrl:
    def test_has_keys_and_types_of_the_recording(self, seeded, recording):
        body = tokens(seeded)
        recorded = kinds(recording("identity/identity-url.swiftly.json"))

        found = requests.get(body["id"], headers=bearer(body["access_token"]), timeout=30).json()

        assert list(found) == list(recorded)
        assert kinds(found) == recorded
        assert found["user_id"] == seeded.facts["sync_user"]["user_id"]

    def test_writes_the_version_that_was_asked_for(self, seeded):
        body = tokens(seeded)

        found = self._get(body["id"], body, version="latest").json()
        refused = self._get(body["id"], body, version="99.0")

        assert found["urls"]["rest"] == f"{seeded.base}/services/data/v66.0/"
        assert (refused.status_code, refused.text) == (406, "Invalid_Version")

    def test_takes_the_token_in_the_address_and_writes_xml(self, seeded):
        body = tokens(seeded)

        reply = requests.get(body["id"], params={"oauth_token": body["access_token"], "format": "xml"}, timeout=30)

        assert etree.fromstring(reply.content).findtext("organization_id") == seeded.facts["org_id"]

    def test_refuses_strangers(self, seeded):
        url = f"{seeded.base}/id/{seeded.facts['org_id']}/{seeded.facts['sync_user']['user_id']}"

        missing, bad = requests.get(url, timeout=30), requests.get(url, headers=bearer("x"), timeout=30)

        assert (missing.status_code, missing.text) == (403, "Missing_OAuth_Token")
        assert (bad.status_code, bad.text) == (403, "Bad_OAuth_Token")

    def test_is_that_of_the_session_alone(self, seeded, process):
        body, org_id = tokens(seeded), seeded.facts["org_id"]
        other = process.org("Practice Professional").facts["org_id"]
        user_id = seeded.facts["sync_user"]["user_id"]

        elsewhere = self._get(f"{seeded.base}/id/{other}/{user_id}", body)
        somebody = self._get(f"{seeded.base}/id/{org_id}/005000000000001AAA", body)

        assert (elsewhere.status_code, elsewhere.text) == (403, "Wrong_Org")
        assert (somebody.status_code, somebody.text) == (404, "Bad_Id")

    def test_is_closed_to_a_session_that_may_not_say_who_it_is(self, seeded):
        body = tokens(seeded, scope="api refresh_token")

        assert self._get(body["id"], body).text == "Bad_OAuth_Token"

    def test_of_an_inactive_user_says_so(self, org):
        body = tokens(org)
        org.trainer("POST", "/switches", {"is_active": False})

        reply = self._get(body["id"], body)

        assert (reply.status_code, reply.text) == (404, "Inactive")

    def _get(self, url: str, body, **query: str) -> requests.Response:
        return requests.get(url, params=query, headers=bearer(body["access_token"]), timeout=30)


class TestUserinfo:
    def test_has_the_keys_of_the_contract(self, seeded):
        body = tokens(seeded)

        found = requests.get(address(seeded, "userinfo"), headers=bearer(body["access_token"]), timeout=30).json()

        assert " ".join(found) == USERINFO
        assert found["sub"] == body["id"]
        assert found["preferred_username"] == seeded.facts["sync_user"]["username"]

    def test_refuses_a_bad_token_in_bare_words(self, seeded):
        reply = requests.get(address(seeded, "userinfo"), headers=bearer("x"), timeout=30)

        assert (reply.status_code, reply.text) == (403, "Bad_OAuth_Token")


class TestSession:
    def test_ends_with_the_timeout_of_the_org(self, org):
        org.trainer("POST", "/switches", {"session_seconds": 0})

        body = tokens(org)

        assert limits(org, body["access_token"]).json()[0]["errorCode"] == "INVALID_SESSION_ID"

    def test_without_the_scope_api_is_no_key_to_data(self, seeded):
        body = tokens(seeded, scope="id refresh_token")

        reply = limits(seeded, body["access_token"])

        assert reply.status_code == 401
        assert "WWW-Authenticate" not in reply.headers
        assert reply.json() == [
            {"message": "This session is not valid for use with the REST API", "errorCode": "INVALID_SESSION_ID"}
        ]

    def test_with_the_scope_full_is(self, seeded):
        assert limits(seeded, tokens(seeded, scope="full")["access_token"]).status_code == 200
