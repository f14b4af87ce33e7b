"""An org with seven hundred fields on Lead, in real Chromium: from discovery to the receipt in a handful of clicks."""

import re
import secrets

import pytest
from playwright.sync_api import expect

from tests.browser.hands import Mouse
from tests.browser.voyage import Voyage
from tests.salesforce.trainer import Trainer

MANY = 700  # fields on Lead
MOST_CLICKS = 12  # from the open list of fields to the receipt


class CountedMouse(Mouse):
    clicks = 0

    def press(self, target):
        self.clicks += 1
        super().press(target)

    def tick(self, target):
        self.clicks += 1
        super().tick(target)


@pytest.fixture
def voyage(portal, context, page):
    """A newcomer before step 8."""
    context.set_default_timeout(20_000)
    page.set_viewport_size({"width": 1440, "height": 900})
    trainer = Trainer(portal.practice_org_url, "twelve-years-of-junk", records=400)
    found = Voyage(page, CountedMouse(page), portal.url, "junk")
    found.sign_in(portal.owner, portal.password)
    found.make_instance(f"Junk {secrets.token_hex(3)}")
    found.prepare("Unlimited or Performance")
    found.connect_by_password(trainer.org)
    found.confirm_org(trainer.org)
    found.await_state("choose-fields", "ready")
    found.await_state("discover-fields", "done")
    return found


def number(locator):
    return int(re.sub(r"\D", "", locator.inner_text()))


class TestTwelveYearsOfJunk:
    def test_leads_from_discovery_to_the_receipt(self, voyage, page):
        voyage.open("choose-fields")
        tab = page.locator(".gw-otabs a[aria-current=page] span")
        assert int(re.findall(r"\d+", tab.inner_text().replace(",", ""))[-1]) >= MANY
        voyage.hand.clicks = 0
        tray = page.locator(".gw-tray-count b")
        before = number(tray)

        voyage.go(voyage.button("Everything custom"))
        everything = number(tray)
        voyage.look("everything-custom")
        percent = page.get_by_label("Leave out what is filled below")
        with page.expect_navigation():
            percent.fill("30")
            percent.blur()  # counts by itself; the button is for those without a script
        voyage.go(page.get_by_role("button", name=re.compile(r"^Leave out [\d,]+$")))
        cleaned = number(tray)
        voyage.look("left-out")

        assert before < everything
        assert cleaned < everything
        created = voyage.choose_and_create()
        assert created == cleaned
        expect(page.get_by_text(re.compile(f"{created:,}")).first).to_be_visible()
        assert voyage.hand.clicks <= MOST_CLICKS
        assert voyage.troubles == []

    def test_finds_a_field_as_one_types(self, voyage, page):
        voyage.open("choose-fields")

        page.get_by_role("searchbox").first.type("phone")

        expect(page.locator("#found")).to_have_attribute("data-say", re.compile(r"^\d{1,2} fields found"))
        names = page.locator(".gw-fields tbody tr")
        for place in range(names.count()):
            expect(names.nth(place)).to_contain_text(re.compile("phone", re.IGNORECASE))
