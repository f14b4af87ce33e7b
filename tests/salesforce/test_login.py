from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from apps.salesforce import errors, login
from tests.salesforce.scripted import Reply

TOKEN = {
    "access_token": "00D000000000001!AQ",
    "refresh_token": "5Aep861",
    "instance_url": "https://acme.my.salesforce.com",
    "id": "https://login.salesforce.com/id/00D000000000001EAA/005000000000001AAA",
    "issued_at": "1700000000000",
    "scope": "id api refresh_token",
}


@pytest.fixture
def app(org):
    return login.App(
        org.url, "key", "secret", callback="https://portal.example/connections/callback/", practice_url=org.url
    )


class TestConsentPage:
    def test_asks_for_a_fresh_login_with_a_challenge(self, app):
        verifier = login.new_verifier()

        url = urlsplit(login.oauth_authorize_url(app, state="s1", verifier=verifier, login_hint="sync@acme.com"))
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}

        assert url.path == "/services/oauth2/authorize"
        assert asked == {
            "response_type": "code",
            "client_id": "key",
            "redirect_uri": "https://portal.example/connections/callback/",
            "scope": "api refresh_token id",
            "state": "s1",
            "prompt": "login",
            "login_hint": "sync@acme.com",
            "code_challenge": create_s256_code_challenge(verifier),
            "code_challenge_method": "S256",
        }

    def test_uses_a_verifier_of_lawful_length(self):
        assert 43 <= len(login.new_verifier()) <= 128


class TestCode:
    def test_is_exchanged_for_a_session(self, org, app):
        org.answers(Reply(200, TOKEN))

        session = login.exchange_code(app, "aPrx==", verifier="v" * 64)

        assert (session.access_token, session.refresh_token) == ("00D000000000001!AQ", "5Aep861")
        assert session.issued_at.year == 2023
        assert org.asked[0].form == {
            "grant_type": "authorization_code",
            "code": "aPrx==",
            "code_verifier": "v" * 64,
            "redirect_uri": "https://portal.example/connections/callback/",
            "client_id": "key",
            "client_secret": "secret",
        }

    def test_keeps_secrets_out_of_its_words(self, org, app):
        org.answers(Reply(200, TOKEN))

        session = login.exchange_code(app, "code", verifier="v" * 64)

        assert "AQ" not in repr(session)
        assert "5Aep" not in repr(session)
        assert "secret" not in repr(app)

    def test_is_refused_in_salesforces_own_words(self, org, app):
        org.answers(Reply(400, {"error": "invalid_grant", "error_description": "expired authorization code"}))

        with pytest.raises(errors.SignInRefused) as caught:
            login.exchange_code(app, "used", verifier="v" * 64)

        assert str(caught.value) == "invalid_grant: expired authorization code"

    @pytest.mark.parametrize(
        ("reply", "kind"),
        [
            (Reply(503, "<html/>", {"Content-Type": "text/html"}), errors.ServerBusy),
            (Reply(200, "<html/>", {"Content-Type": "text/html"}), errors.ServerBusy),
            (Reply(200, {"hello": 1}), errors.ServerBusy),
            (Reply(403, "<html/>", {"Content-Type": "text/html"}), errors.SignInRefused),
            (Reply(302, "", {"Location": "/elsewhere"}), errors.SignInRefused),
            (
                Reply(400, {"error": "rate_limit_exceeded", "error_description": "login rate exceeded"}),
                errors.LimitReached,
            ),
        ],
    )
    def test_meets_pages_where_a_token_should_be(self, org, app, reply, kind):
        org.answers(reply)

        with pytest.raises(kind):
            login.exchange_code(app, "code", verifier="v" * 64)

        assert len(org.asked) == 1


class TestRenewal:
    def test_keeps_the_refresh_token_where_none_comes_back(self, org, app):
        org.answers(Reply(200, {**TOKEN, "refresh_token": None, "access_token": "new"}))

        session = login.refresh_token(app, "old-refresh")

        assert (session.access_token, session.refresh_token) == ("new", "old-refresh")
        assert org.asked[0].form["refresh_token"] == "old-refresh"

    def test_takes_the_new_one_where_the_org_rotates(self, org, app):
        org.answers(Reply(200, {**TOKEN, "refresh_token": "rotated"}))

        assert login.refresh_token(app, "old-refresh").refresh_token == "rotated"

    def test_says_when_the_grant_has_ended(self, org, app):
        org.answers(Reply(400, {"error": "invalid_grant", "error_description": "expired access/refresh token"}))

        with pytest.raises(errors.GrantEnded):
            login.refresh_token(app, "revoked")


class TestClientCredentials:
    def test_sends_key_and_secret_and_no_user(self, org, app):
        org.answers(Reply(200, {**TOKEN, "refresh_token": None}))

        session = login.client_credentials(app)

        assert session.refresh_token == ""
        assert org.asked[0].form["grant_type"] == "client_credentials"


class TestRevocation:
    def test_takes_an_unknown_token_for_a_revoked_one(self, org, app):
        org.answers(Reply(400, {"error": "invalid_token"}))

        login.revoke(app, "token")

        assert org.asked[0].path == "/services/oauth2/revoke"
