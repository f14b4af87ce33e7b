"""Signing up, in and out, new passwords and the second step, as people go through them."""

from __future__ import annotations

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client

from apps.accounts.models import User
from tests import makers
from tests.makers import PASSWORD

LINK = re.compile(r"http://[^\s]+/accounts/[^\s]+")


@pytest.fixture(autouse=True)
def _fresh_limits(db):
    cache.clear()  # sign-in attempts are counted


def path_in_letter():
    link = LINK.search(mail.outbox[-1].body)[0]
    return "/" + link.split("/", 3)[3]


def sign_in(email, password=PASSWORD):
    browser = Client()
    return browser, browser.post("/accounts/login/", {"login": email, "password": password})


def code_for(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


class TestSigningUp:
    def sign_up(self, email="mina@halden.example"):
        browser = Client()
        browser.post("/accounts/signup/", {"email": email, "password1": PASSWORD})
        return browser

    def test_lets_nobody_in_before_the_letter_was_answered(self):
        browser = self.sign_up()

        assert mail.outbox[-1].to == ["mina@halden.example"]
        assert browser.get("/").url.startswith("/accounts/login/")

    def test_leaves_its_letter_in_a_file_where_no_mail_server_is(self, settings, tmp_path):
        settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
        settings.EMAIL_FILE_PATH = str(tmp_path)

        self.sign_up()

        (letter,) = tmp_path.iterdir()
        assert LINK.search(letter.read_text())

    def test_ends_at_the_first_form_once_the_address_is_confirmed(self):
        browser = self.sign_up()
        browser.post(path_in_letter())
        browser, answer = sign_in("mina@halden.example")

        assert answer.url == "/"
        assert browser.get("/").url == "/agencies/new/"
        assert EmailAddress.objects.get().verified

    def test_does_not_tell_who_has_an_account(self):
        makers.person(email="mina@halden.example")

        self.sign_up()

        assert User.objects.count() == 1
        assert "already" in mail.outbox[-1].body

    def test_wants_a_password_worth_the_name(self):
        Client().post("/accounts/signup/", {"email": "mina@halden.example", "password1": "password"})

        assert not User.objects.exists()


class TestSigningIn:
    def test_takes_the_address_in_any_case(self):
        makers.person(email="mina@halden.example")

        _browser, answer = sign_in("Mina@Halden.example")

        assert answer.status_code == 302

    def test_refuses_a_wrong_password(self):
        makers.person(email="mina@halden.example")

        browser, answer = sign_in("mina@halden.example", "wrong")

        assert answer.status_code == 200
        assert "_auth_user_id" not in browser.session

    def test_is_listed_among_the_persons_sessions(self):
        makers.person(email="mina@halden.example")
        browser, _answer = sign_in("mina@halden.example")

        page = browser.get("/accounts/sessions/")

        assert page.status_code == 200
        assert UserSession.objects.count() == 1


class TestANewPassword:
    def test_is_set_by_a_mailed_link(self):
        makers.person(email="mina@halden.example")
        browser = Client()
        browser.post("/accounts/password/reset/", {"email": "mina@halden.example"})

        form = browser.get(path_in_letter(), follow=True)
        browser.post(
            form.request["PATH_INFO"], {"password1": "another fine gangway", "password2": "another fine gangway"}
        )

        assert sign_in("mina@halden.example", "another fine gangway")[1].status_code == 302
        assert sign_in("mina@halden.example")[1].status_code == 200


class TestTheSecondStep:
    @pytest.fixture
    def mina(self):
        """Signed in, and asked for her password once more, as changes of the second step want it."""
        makers.person(email="mina@halden.example")
        mina, _answer = sign_in("mina@halden.example")
        mina.post("/accounts/reauthenticate/", {"password": PASSWORD})
        return mina

    @pytest.fixture
    def secret(self, mina):
        """Switched on, as the page shows it."""
        page = mina.get("/accounts/2fa/totp/activate/")
        secret = page.context["form"].secret
        mina.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)})
        cache.clear()  # a code is taken once
        return secret

    def test_waits_encrypted_in_the_session(self, mina):
        secret = mina.get("/accounts/2fa/totp/activate/").context["form"].secret

        kept = [str(session.get_decoded()) for session in Session.objects.all()]
        assert not any(secret in session for session in kept)

    def test_is_stored_encrypted(self, secret):
        stored = {row.type: str(row.data) for row in Authenticator.objects.all()}

        assert set(stored) == {"totp", "recovery_codes"}
        assert secret not in str(stored)
        assert all("'t1:" in data for data in stored.values())

    def test_is_asked_for_at_the_next_sign_in(self, secret):
        browser, answer = sign_in("mina@halden.example")
        assert answer.url == "/accounts/2fa/authenticate/"
        assert browser.get("/").url.startswith("/accounts/login/")

        browser.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})

        assert browser.get("/").url == "/agencies/new/"

    def test_refuses_a_wrong_code(self, secret):
        browser, _answer = sign_in("mina@halden.example")

        browser.post("/accounts/2fa/authenticate/", {"code": "000000"})

        assert browser.get("/").url.startswith("/accounts/login/")
