"""Wrong, weak and dying connections in real Chromium: each is seen in step 4 or 5, and says whose turn it is."""

from __future__ import annotations

import itertools
import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import Mouse
from tests.browser.voyage import Voyage
from tests.salesforce.trainer import Trainer

NUMBERS = itertools.count(1)


class Walk(Voyage):
    """Steps 1 to 5 without looking left or right, in an org that a trainer can put into trouble."""

    def begin(self, portal, trainer, edition="Enterprise"):
        self.org = trainer.org
        self.page.goto(f"{self.home}/accounts/login/")
        self.hand.write(self.page.locator("input[name=login]"), portal.owner)
        self.hand.write(self.page.locator("input[name=password]"), portal.password)
        self.go(self.button("Sign in"))
        self.go(self.link("New instance"))
        self.hand.write(self.page.get_by_label("Whose marketing database is it?"), f"Troubled {next(NUMBERS)}")
        self.go(self.page.locator("main button.btn-primary"))
        self.address = self.page.url
        self.open("choose-org")
        self.hand.tick(self.page.get_by_label("Practice org"))
        self.hand.tick(self.page.get_by_label(edition, exact=True))
        self.go(self.button("Save and go on"))
        self.open("create-sync-user")
        self.go(self.button("The sync user is there"))

    def store_app(self):
        self.open("connect")
        self.hand.write(self.page.get_by_label("Consumer Key"), self.org["app"]["consumer_key"])
        self.hand.write(self.page.get_by_label("Consumer Secret"), self.org["app"]["consumer_secret"])
        self.go(self.button("Store key and secret"))

    def sign_in_there(self, user=None, button="Sign in at Salesforce"):
        user = user or self.org["sync_user"]
        self.open("connect")
        self.go(self.button(button))
        self.hand.write(self.page.locator("input[type=text], input[type=email]").first, user["username"])
        self.hand.write(self.page.locator("input[type=password]"), user["password"])
        self.go(self.page.locator("button[type=submit], input[type=submit]").first)

    def allow(self):
        self.go(self.page.get_by_role("button", name=re.compile("Allow")))

    def by_password(self, password=""):
        self.open("connect")
        username = self.page.locator("input[name=username]")
        if not username.is_visible():
            self.hand.press(self.page.locator("summary", has_text="Username, password and security token"))
        user = self.org["sync_user"]
        self.hand.write(username, user["username"])
        self.hand.write(self.page.locator("input[name=password]"), password or user["password"])
        self.hand.write(self.page.locator("input[name=security_token]"), user["security_token"])
        self.go(self.page.locator("form[action$='/password/'] button[type=submit]"))

    def confirm(self):
        self.await_state("verify-credentials", "waiting")
        self.open("verify-credentials")
        self.go(self.button("Yes, this is the right org"))
        self.await_state("check-sync-user", "done")

    def says(self, words):
        expect(self.page.get_by_text(words).first).to_be_visible()


@pytest.fixture
def walk(portal, context, page):
    context.set_default_timeout(20_000)
    page.set_viewport_size({"width": 1440, "height": 900})
    return Walk(page, Mouse(page), portal.url, "troubled")


@pytest.fixture
def begun(portal, walk):
    def begin(kind="enterprise", **switches):
        trainer = Trainer(portal.practice_org_url, kind)
        if switches:
            trainer.do("switches", **switches)
        walk.begin(portal, trainer, "Professional" if kind in {"professional", "noapi"} else "Enterprise")
        return trainer

    return begin


class TestAProfessionalOrg:
    def test_without_the_api_says_what_to_buy_and_goes_on_once_it_is_there(self, walk, begun):
        trainer = begun("noapi")
        walk.store_app()
        walk.sign_in_there()
        walk.allow()
        walk.await_state("verify-credentials", "failed")

        walk.open("verify-credentials")
        walk.says("Salesforce admin’s turn")
        walk.says(re.compile("ask the Salesforce account executive to turn on API access"))
        walk.says("unknown without the API")
        walk.look("without-api")

        trainer.do("switches", has_api=True)
        walk.go(walk.button("Try again"))
        walk.await_state("verify-credentials", "waiting")


class TestTheWrongOne:
    def test_is_refused_where_a_sandbox_meets_a_production_instance(self, walk, begun):
        begun("sandbox")
        walk.by_password()
        walk.await_state("verify-credentials", "waiting")

        walk.open("verify-credentials")

        walk.says("This org cannot be paired with this instance.")
        expect(walk.button("Yes, this is the right org")).to_have_count(0)
        walk.look("sandbox-mix-up")

    def test_user_is_seen_on_the_card_and_signed_out_again(self, walk, begun):
        trainer = begun()
        walk.store_app()
        walk.sign_in_there(trainer.org["admin_user"])
        walk.allow()
        walk.await_state("verify-credentials", "waiting")

        walk.open("verify-credentials")
        walk.says(trainer.org["admin_user"]["username"])
        walk.look("wrong-user")
        walk.go(walk.button("No, sign out and start again"))

        walk.says("Signed out. The tokens are gone from here.")
        walk.sign_in_there()
        walk.allow()
        walk.confirm()


class TestASignInThatFails:
    def test_is_decoded_where_the_code_is_too_old(self, walk, begun):
        begun(code_seconds=0)
        walk.store_app()
        walk.sign_in_there()

        walk.allow()

        walk.says("The way back from Salesforce took too long, or was used twice")
        walk.look("expired-code")

    def test_ends_on_salesforces_own_page_where_the_app_is_not_installed(self, walk, begun):
        trainer = begun(app_is_installed=False)
        walk.store_app()
        walk.says("Does Salesforce show an error page of its own?")
        walk.sign_in_there()
        assert not walk.page.url.startswith(walk.home)
        walk.says(re.compile("OAUTH_EC_APP_NOT_FOUND"))

        trainer.do("switches", app_is_installed=True)
        walk.sign_in_there()
        walk.allow()

        walk.await_state("verify-credentials", "waiting")


class TestAnAccessThatDies:
    def test_by_revocation_is_told_and_begun_anew(self, walk, begun):
        trainer = begun()
        walk.store_app()
        walk.sign_in_there()
        walk.allow()
        walk.confirm()

        trainer.do("revoke-grants")
        walk.open("check-sync-user")
        walk.go(walk.button("Check all again"))
        walk.await_state("check-sync-user", "failed")
        walk.open("connect")
        walk.says("The access has ended")
        walk.look("revoked")
        walk.sign_in_there(button="Sign in again")
        walk.allow()

        walk.await_state("verify-credentials", "done")

    def test_by_a_changed_password_is_tried_once_and_typed_anew(self, walk, begun):
        trainer = begun()
        walk.by_password()
        walk.confirm()

        trainer.do("switches", password="changed-behind-our-back")
        trainer.do("expire-sessions")
        walk.open("check-sync-user")
        walk.go(walk.button("Check all again"))
        walk.await_state("check-sync-user", "failed")
        walk.open("connect")
        walk.says("Salesforce did not accept username, password and security token")
        walk.look("changed-password")
        walk.by_password("changed-behind-our-back")

        walk.await_state("verify-credentials", "done")


class TestMovingToOAuth:
    def test_is_one_button_in_step_four(self, walk, begun):
        begun()
        walk.by_password()
        walk.confirm()

        walk.store_app()
        walk.sign_in_there(button="Move to OAuth")
        walk.allow()

        walk.await_state("verify-credentials", "done")
        walk.open("connect")
        expect(walk.button("Move to OAuth")).to_have_count(0)
