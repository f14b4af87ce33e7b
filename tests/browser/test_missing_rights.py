"""An Enterprise org whose sync user lacks three rights, in real Chromium: seen, given back, checked again."""

import re
import secrets

import pytest
from playwright.sync_api import expect

from tests.browser.hands import Keyboard, Mouse
from tests.browser.voyage import Voyage
from tests.salesforce.trainer import Trainer

PHONE, TABLET, DESK = 390, 768, 1440


@pytest.fixture
def person(portal, context, page):
    context.set_default_timeout(20_000)
    page.set_viewport_size({"width": DESK, "height": 900})
    return portal


@pytest.fixture
def trainer(person):
    """Three rights are missing: create leads, edit contacts, see a contact's e-mail."""
    found = Trainer(person.practice_org_url)
    found.do("switches", denied={"Lead": ["Create"], "Contact": ["Edit"]})
    found.do("hidden", object="Contact", field="Email")
    return found


@pytest.fixture
def voyage(person, page, trainer):
    """A newcomer whose step 6 has failed."""
    found = Voyage(page, Mouse(page), person.url, "rights")
    found.sign_in(person.owner, person.password)
    found.make_instance(f"Lacking {secrets.token_hex(3)}")
    found.prepare("Enterprise")
    found.connect_by_password(trainer.org)
    found.await_state("verify-credentials", "waiting")
    found.open("verify-credentials")
    found.go(found.button("Yes, this is the right org"))
    found.await_state("check-sync-user", "failed")
    return found


class TestThreeMissingRights:
    def test_are_named_given_back_and_checked_again(self, voyage, trainer, page):
        voyage.open("check-sync-user")
        expect(page.get_by_role("heading", name="3 things are missing")).to_be_visible()
        for width in (DESK, TABLET, PHONE):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
            voyage.look(f"three-missing-{width}")
        page.set_viewport_size({"width": DESK, "height": 900})
        page.emulate_media(color_scheme="dark")
        voyage.look("three-missing-dark")
        page.emulate_media(color_scheme="light")

        trainer.do("switches", denied={})
        voyage.go(card(page, "Rights on Lead are missing").get_by_role("button"))
        expect(page.get_by_role("heading", name="1 thing is missing")).to_be_visible()
        trainer.do("hidden", object="Contact", field="Email", hidden=False)
        voyage.hand = Keyboard(page)
        voyage.go(card(page, "Fields of Contact are hidden or read-only").get_by_role("button"))

        expect(page.get_by_text("Checked again. Nothing is missing any more.").first).to_be_visible()
        voyage.look("nothing-missing")
        voyage.await_state("check-sync-user", "done")
        assert voyage.troubles == []

    def test_are_a_file_for_the_administrator_and_a_list_that_can_be_filtered(self, voyage, page):
        voyage.open("check-sync-user")
        with page.expect_download() as download:
            voyage.hand.press(page.get_by_role("link", name="Zip for deployment"))
        assert download.value.suggested_filename == "Gangway_Missing_Rights.zip"

        voyage.go(page.get_by_role("link", name=re.compile("^Needs somebody")))
        expect(page.get_by_role("heading", name="Put these right first")).to_be_visible()
        expect(page.get_by_role("table")).to_have_count(0)
        voyage.go(page.get_by_role("link", name=re.compile("^Fail")))
        expect(page.locator(".gw-checks li")).to_have_count(3)
        voyage.look("only-failed")
        assert voyage.troubles == []


def card(page, title):
    return page.locator("article", has=page.get_by_role("heading", name=title))
