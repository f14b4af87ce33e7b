from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests.practice_org.client import CALLBACK, Org
from tests.practice_org.consent import address, asked, authorize, exchange, log_in, signed_in, tokens


def ask(org: Org, **changes: str) -> requests.Response:
    return requests.get(address(org, "authorize"), params=asked(org, **changes), allow_redirects=False, timeout=30)


class TestAuthorize:
    def test_shows_a_sign_in_form_without_script(self, seeded):
        reply = requests.get(address(seeded, "authorize"), params=asked(seeded), timeout=30)

        assert reply.status_code == 200
        assert '<input id="username"' in reply.text
        assert "<script" not in reply.text

    def test_says_that_the_password_was_wrong(self, seeded):
        form = {**asked(seeded), "action": "login", "username": seeded.facts["sync_user"]["username"], "password": "x"}

        reply = requests.post(address(seeded, "authorize"), data=form, timeout=30)

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
        reply = ask(seeded, **changes)

        assert reply.status_code == 400
        assert error in reply.text

    def test_insists_on_a_challenge(self, seeded):
        reply = ask(seeded, code_challenge="")

        assert "error=invalid_request" in reply.headers["Location"]
        assert "missing+required+code+challenge" in reply.headers["Location"]

    def test_does_without_a_challenge_where_the_app_says_so(self, org):
        org.trainer("POST", "/switches", {"requires_pkce": False})

        code = authorize(org, code_challenge="")["code"][0]

        assert exchange(org, code, code_verifier="").status_code == 200

    @pytest.mark.parametrize(
        ("changes", "error", "words"),
        [
            ({"response_type": "token"}, "unsupported_response_type", "response type not supported"),
            ({"scope": "api cdp_query_api"}, "invalid_scope", "the requested scope is not allowed"),
            ({"code_challenge_method": "plain"}, "invalid_request", "code challenge method must be S256"),
            ({"code_challenge": "short"}, "invalid_request", "invalid code challenge"),
        ],
    )
    def test_tells_the_app_what_it_asked_wrongly(self, seeded, changes, error, words):
        reply = ask(seeded, **changes)

        answer = parse_qs(urlsplit(reply.headers["Location"]).query)
        assert reply.headers["Location"].startswith(CALLBACK)
        assert (answer["error"], answer["error_description"]) == ([error], [words])
        assert answer["state"] == ["a state & more"]

    def test_fills_in_the_name_that_the_app_hints_at(self, seeded):
        form = asked(seeded, login_hint="someone@example.com")

        text = requests.get(address(seeded, "authorize"), params=form, timeout=30).text

        assert 'value="someone@example.com"' in text

    def test_is_small_in_a_popup(self, seeded):
        text = requests.get(address(seeded, "authorize"), params=asked(seeded, display="popup"), timeout=30).text

        assert '<body class="small">' in text


class TestApproval:
    def test_names_what_the_app_asks_for(self, seeded):
        text = log_in(seeded).text

        assert "Manage user data via APIs" in text
        assert "Perform requests at any time" in text

    def test_is_asked_once(self, org):
        authorize(org)
        form = {**asked(org, prompt=""), "action": "login"}

        reply = log_in(org, prompt="")

        assert "code=" in reply.headers["Location"], form

    def test_is_asked_again_for_more(self, org):
        authorize(org, scope="api")

        assert "oaapprove" in log_in(org, prompt="", scope="api refresh_token").text

    def test_is_asked_again_when_the_app_wants_consent(self, org):
        authorize(org)

        assert "oaapprove" in log_in(org, prompt="consent").text

    def test_ends_with_the_last_grant(self, org):
        refresh = tokens(org)["refresh_token"]
        requests.post(address(org, "revoke"), data={"token": refresh}, timeout=30)

        assert "oaapprove" in log_in(org, prompt="").text

    def test_is_not_asked_of_users_whom_an_administrator_approved(self, org):
        org.trainer("POST", "/switches", {"admin_approved_only": True})

        assert "code=" in log_in(org).headers["Location"]


class TestSignedInBrowser:
    def test_goes_straight_to_the_approval(self, org):
        browser = signed_in(org)

        page = browser.get(address(org, "authorize"), params=asked(org, prompt="consent"), timeout=30)

        assert "oaapprove" in page.text

    def test_chooses_between_users(self, org):
        browser = signed_in(org)

        choice = browser.get(address(org, "authorize"), params=asked(org, prompt="select_account"), timeout=30)
        form = asked(org, prompt="select_account")
        other = browser.post(address(org, "authorize"), data={**form, "action": "other"}, timeout=30)
        same = browser.post(address(org, "authorize"), data={**form, "action": "stay"}, timeout=30)

        assert org.facts["sync_user"]["username"] in choice.text
        assert '<input id="username"' in other.text
        assert "oaapprove" in same.text


class TestRefusedPage:
    @pytest.mark.parametrize(
        ("switches", "error", "words"),
        [
            ({"app_is_blocked": True}, "OAUTH_APP_BLOCKED", "this app is blocked by admin"),
            (
                {"app_is_installed": False},
                "OAUTH_EC_APP_NOT_FOUND",
                "External client app is not installed in this org",
            ),
            (
                {"admin_approved_only": True, "user_is_approved": False},
                "OAUTH_APP_ACCESS_DENIED",
                "user is not admin approved to access this app",
            ),
            ({"org_is_active": False}, "inactive_org", "organization is inactive"),
        ],
    )
    def test_never_reaches_the_callback(self, org, switches, error, words):
        org.trainer("POST", "/switches", switches)

        reply = log_in(org)

        assert reply.status_code == 400
        assert f"error={error}&amp;error_description={words}" in reply.text
        assert "Location" not in reply.headers

    def test_is_shown_to_the_user_of_another_org(self, process, org):
        other = process.org("Practice Professional").facts["sync_user"]

        reply = log_in(org, username=other["username"], password=other["password"])

        assert "OAUTH_EC_APP_NOT_FOUND" in reply.text

    def test_is_shown_while_nobody_knows_the_app_yet(self, org):
        org.trainer("POST", "/switches", {"app_is_known": False})

        assert "invalid_client_id" in log_in(org).text

    def test_spares_users_who_allowed_an_uninstalled_app_before(self, org):
        authorize(org)
        org.trainer("POST", "/switches", {"app_is_installed": False})

        assert log_in(org, prompt="").status_code == 302


class TestLoginForm:
    @pytest.mark.parametrize(
        "switches",
        [
            {"is_active": False},
            {"login_ranges": ["203.0.113.0/24"]},
            {"login_hours": [0, 0]},
            {"password": "Another-1"},
        ],
    )
    def test_says_the_same_whatever_is_wrong(self, org, switches):
        org.trainer("POST", "/switches", switches)

        assert "Please check your username and password." in log_in(org).text

    def test_locks_a_user_who_was_wrong_too_often(self, org):
        org.trainer("POST", "/switches", {"lockout_after": 2})
        for _ in range(2):
            log_in(org, password="wrong")

        assert "Please check your username and password." in log_in(org).text

    def test_says_when_there_were_too_many(self, org):
        org.trainer("POST", "/switches", {"logins_per_hour": 1})

        log_in(org)

        assert "login rate exceeded" in log_in(org).text
