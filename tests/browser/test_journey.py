"""From nothing to Last Synced in real Chromium: once by clicks, once by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import Keyboard, Mouse
from tests.browser.voyage import AFTERWARDS, Voyage


@pytest.fixture
def person(portal, context, page):
    context.set_default_timeout(20_000)
    page.set_viewport_size({"width": 1440, "height": 900})
    return portal


class TestTheJourney:
    def test_leads_from_nothing_to_last_synced_by_clicks(self, person, page):
        voyage = Voyage(page, Mouse(page), person.url, "clicks")
        org = person.org("Practice Enterprise")

        voyage.sign_in(person.owner, person.password)
        voyage.make_instance("By clicks")
        voyage.prepare("Enterprise")
        voyage.connect_by_oauth(org)
        voyage.confirm_org(org)
        columns = voyage.choose_and_create()
        voyage.review_and_accept()
        voyage.start()
        voyage.arrive()

        assert columns > 20
        assert voyage.troubles == []

    def test_leads_there_by_keyboard_alone_in_a_professional_org(self, person, page):
        voyage = Voyage(page, Keyboard(page), person.url, "keyboard")
        org = person.org("Practice Professional")

        voyage.sign_in(person.owner, person.password)
        voyage.make_instance("By keyboard")
        voyage.prepare("Professional")
        voyage.connect_by_password(org)
        voyage.confirm_org(org)
        voyage.choose_and_create()
        voyage.review_and_accept()
        voyage.start()
        voyage.arrive()

        assert voyage.troubles == []


class TestAPhone:
    @pytest.mark.parametrize("width", [390, 768])
    def test_never_scrolls_sideways(self, person, page, width):
        voyage = Voyage(page, Mouse(page), person.url, f"phone-{width}")
        page.set_viewport_size({"width": width, "height": 844})
        voyage.sign_in(person.owner, person.password)

        page.get_by_role("link", name=re.compile("^(By clicks|Northwind)$")).first.click()
        voyage.address = page.url
        for place in ("", "steps/connect/", "steps/choose-fields/", "steps/review-mappings/", *AFTERWARDS):
            page.goto(f"{voyage.address}{place}".rstrip("/") + "/")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), place
            voyage.look(place.strip("/").replace("/", "-") or "checklist")


class TestKorean:
    def test_speaks_korean_from_the_sign_in_on(self, person, page, context):
        context.set_extra_http_headers({"Accept-Language": "ko"})
        page.goto(f"{person.url}/accounts/login/")

        expect(page.locator("html")).to_have_attribute("lang", "ko")
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("[가-힣]"))
