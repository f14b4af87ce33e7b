"""A client's Salesforce admin on a phone: from the link that an operator made to the link's own end."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import Mouse
from tests.browser.voyage import Voyage
from tests.salesforce.trainer import Trainer

NAMES = iter(("By a guest", "By another guest"))
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def operator(portal, context, page):
    context.set_default_timeout(20_000)
    page.set_viewport_size({"width": 1440, "height": 900})
    voyage = Voyage(page, Mouse(page), portal.url, "sender")
    voyage.sign_in(portal.owner, portal.password)
    voyage.make_instance(next(NAMES))
    voyage.go(voyage.link("Choose the org"))
    voyage.hand.tick(page.get_by_label("Practice org"))
    voyage.hand.tick(page.get_by_label("Enterprise", exact=True))
    voyage.go(voyage.button("Save and go on"))
    return voyage


@pytest.fixture
def guest(portal, browser):
    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True)
    context.set_default_timeout(20_000)
    yield Voyage(context.new_page(), Mouse(context.pages[0]), portal.url, "guest")
    context.close()


@pytest.fixture
def trainer(portal):
    """Somebody with an org in which the sync user cannot see Lead.Status."""
    made = Trainer(portal.practice_org_url)
    made.do("hidden", object="Lead", field="Status")
    return made


def send_link(operator):
    operator.go(operator.link("Send to your Salesforce admin"))
    operator.hand.write(operator.page.get_by_label("Name of the Salesforce administrator"), "Priya Raman")
    operator.hand.write(operator.page.get_by_label("A word from you"), "By Friday, if you can.")
    operator.look("new-guest-link")
    operator.go(operator.button("Make the link"))
    operator.look("guest-link-made")
    return re.search(r"http\S+/g/\?\S+", operator.page.locator(".gw-copy").inner_text())[0]


def standing(operator):
    operator.page.goto(f"{operator.address}settings/")
    return operator.page.locator("section[aria-labelledby=guests] tbody tr").first.inner_text()


class TestAGuest:
    def test_does_the_salesforce_part_and_loses_the_link_when_nothing_is_missing(self, operator, guest, trainer):
        org = trainer.org
        address = send_link(operator)
        assert "Sent" in standing(operator)

        guest.page.goto(address)
        clean = guest.page.url
        assert re.fullmatch(r"http://[^/]+/guest/by_a_guest\w*/", clean)
        expect(guest.page.get_by_text("By Friday, if you can.")).to_be_visible()
        guest.look("tasks")
        guest.go(guest.button("The fields are there"))
        guest.look("sync-user")
        guest.go(guest.button("The sync user is there"))
        assert "Opened" in standing(operator)

        guest.hand.write(guest.page.get_by_label("Consumer Key"), org["app"]["consumer_key"])
        guest.hand.write(guest.page.get_by_label("Consumer Secret"), org["app"]["consumer_secret"])
        guest.go(guest.button("Store key and secret"))
        guest.look("connect")
        guest.go(guest.button("Sign in at Salesforce"))
        guest.hand.write(guest.page.locator("input[type=text], input[type=email]").first, org["sync_user"]["username"])
        guest.hand.write(guest.page.locator("input[type=password]"), org["sync_user"]["password"])
        guest.go(guest.page.locator("button[type=submit], input[type=submit]").first)
        guest.go(guest.page.get_by_role("button", name=re.compile("Allow")))
        expect(guest.page.get_by_text("now confirms that it is the right org")).to_be_visible()
        guest.look("connected")

        operator.await_state("verify-credentials", "waiting")
        operator.open("verify-credentials")
        operator.go(operator.button("Yes, this is the right org"))
        operator.await_state("check-sync-user", "failed")

        guest.page.goto(clean)
        expect(guest.page.get_by_role("heading", name="Fields of Lead are hidden or read-only")).to_be_visible()
        guest.look("failed-checks")
        guest.go(guest.page.get_by_role("button", name=re.compile("^Check again")).first)
        expect(guest.page.get_by_role("heading", name="Fields of Lead are hidden or read-only")).to_be_visible()
        trainer.do("hidden", object="Lead", field="Status", hidden=False)
        guest.go(guest.page.get_by_role("button", name=re.compile("^Check again")).first)

        expect(guest.page.get_by_role("heading", level=1)).to_contain_text("Nothing is missing any more")
        guest.look("over")
        assert "Done" in standing(operator)
        operator.look("settings")
        operator.await_state("check-sync-user", "done")
        guest.page.goto(address)
        expect(guest.page.get_by_role("heading", level=1)).to_contain_text("Nothing is missing any more")
        assert operator.troubles == []
        assert [said for said in guest.troubles if "410" not in said] == []

    def test_who_is_stuck_says_so_and_never_scrolls_sideways(self, operator, guest):
        guest.page.goto(send_link(operator))

        guest.hand.press(guest.page.get_by_text("I am stuck, ask"))
        guest.hand.write(guest.page.get_by_label("What happened?"), "I am no administrator")
        guest.go(guest.button("Ask for help"))

        expect(guest.page.get_by_text("that you are stuck, and will write to you")).to_be_visible()
        assert guest.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert "I am no administrator" in standing(operator)
