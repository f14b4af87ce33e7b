"""The newcomer's whole way through the checklist, by whichever hand, with axe and a picture on each page it meets."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Locator, Page, expect

from tests.browser.hands import Hand

PICTURES = Path(__file__).resolve().parents[2] / "var" / "screenshots"
JOB_MS = 120_000
# pages that people open once records flow, beside those of the steps
AFTERWARDS = (
    *("sync", "sync/missing", "sync/row-errors", "sync/why"),
    *("people", "people/new", "people/import"),
    *("mapping/fields", "mapping/schema", "steps/review-mappings/versions", "steps/review-mappings/import"),
    *("timeline", "settings", "settings/pace", "settings/directions"),
)


class Voyage:
    """One person, one instance, one practice org."""

    def __init__(self, page: Page, hand: Hand, home: str, name: str) -> None:
        self.page, self.hand, self.home, self.name = page, hand, home, name
        self.pictures = 0
        self.address = ""
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", self._hear)
        self.troubles: list[str] = []

    def _hear(self, said: ConsoleMessage) -> None:
        address = said.location.get("url", "")
        if said.type == "error" and address.startswith(self.home):  # the practice org's pages are not ours
            self.troubles.append(f"{said.text} {address}")

    def go(self, target: Locator) -> None:
        """Press what leads to another page, and wait until it is there."""
        with self.page.expect_navigation():
            self.hand.press(target)

    # ---- looking ------------------------------------------------------------------------------------------

    def look(self, what: str) -> None:
        """A picture of the page, and axe's word that everybody can use it."""
        self.pictures += 1
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.wait_for_load_state("load")
        self.page.wait_for_timeout(300)  # colours glide for 150 ms, bars for 400
        self.page.screenshot(path=PICTURES / f"{self.name}-{self.pictures:02d}-{what}.png", full_page=True)
        found = Axe().run(self.page)
        assert found.violations_count == 0, f"{what}: {found.generate_report()}"

    def button(self, name: str) -> Locator:
        return self.page.locator("main, dialog").get_by_role("button", name=name, exact=True).first

    def link(self, name: str) -> Locator:
        return self.page.get_by_role("link", name=name, exact=True).first

    def open(self, slug: str) -> None:
        self.page.goto(f"{self.address}steps/{slug}/")

    def await_state(self, slug: str, *states: str) -> None:
        """On the checklist page, without touching it: the row arrives there by itself."""
        self.page.goto(self.address)
        row = self.page.locator(".gw-step", has=self.page.locator(f"a[href$='/steps/{slug}/']"))
        expect(row).to_have_attribute("data-state", re.compile("|".join(states)), timeout=JOB_MS)

    # ---- the way ------------------------------------------------------------------------------------------

    def sign_in(self, email: str, password: str) -> None:
        self.page.goto(f"{self.home}/accounts/login/")
        self.look("sign-in")
        self.hand.write(self.page.locator("input[name=login]"), email)
        self.hand.write(self.page.locator("input[name=password]"), password)
        self.go(self.button("Sign in"))

    def make_instance(self, name: str) -> None:
        self.go(self.link("New instance"))
        self.look("new-instance")
        self.hand.write(self.page.get_by_label("Whose marketing database is it?"), name)
        self.go(self.page.locator("main button.btn-primary"))
        expect(self.page.get_by_role("heading", level=1, name=name)).to_be_visible()
        self.address = self.page.url
        self.look("checklist")

    def prepare(self, edition: str) -> None:
        self.go(self.link("Choose the org"))
        self.look("choose-org")
        self.hand.tick(self.page.get_by_label("Practice org"))
        self.hand.tick(self.page.get_by_label(edition, exact=True))
        self.go(self.button("Save and go on"))
        self.look("add-fields")
        self.go(self.button("The fields are there"))
        self.look("create-sync-user")
        self.go(self.button("The sync user is there"))

    def connect_by_oauth(self, org: dict[str, Any]) -> None:
        self.look("connect")
        self.hand.write(self.page.get_by_label("Consumer Key"), org["app"]["consumer_key"])
        self.hand.write(self.page.get_by_label("Consumer Secret"), org["app"]["consumer_secret"])
        self.go(self.button("Store key and secret"))
        self.go(self.page.locator("main button.btn-primary, main a.btn-primary").first)
        self.hand.write(self.page.locator("input[type=text], input[type=email]").first, org["sync_user"]["username"])
        self.hand.write(self.page.locator("input[type=password]"), org["sync_user"]["password"])
        self.go(self.page.locator("button[type=submit], input[type=submit]").first)
        self.go(self.page.get_by_role("button", name=re.compile("Allow")))

    def connect_by_password(self, org: dict[str, Any]) -> None:
        self.look("connect")
        self.hand.press(self.page.locator("summary", has_text="Username, password and security token"))
        user = org["sync_user"]
        self.hand.write(self.page.get_by_label("Username"), user["username"])
        self.hand.write(self.page.get_by_label("Password", exact=True), user["password"])
        self.hand.write(self.page.get_by_label("Security token"), user["security_token"])
        self.look("connect-by-password")
        self.go(self.page.locator("form[action$='/password/'] button[type=submit]"))

    def confirm_org(self, org: dict[str, Any]) -> None:
        self.await_state("verify-credentials", "waiting")
        self.open("verify-credentials")
        expect(self.page.get_by_text(org["name"]).first).to_be_visible()
        self.look("verify-credentials")
        self.go(self.button("Yes, this is the right org"))
        self.await_state("check-sync-user", "done")
        self.look("checklist-checked")
        self.open("check-sync-user")
        self.look("check-sync-user")
        self.open("discover-fields")
        self.look("discover-fields")

    def choose_and_create(self) -> int:
        """The number of columns that became permanent."""
        self.await_state("choose-fields", "ready")
        self.open("choose-fields")
        self.look("choose-fields")
        self.go(self.page.get_by_role("button", name=re.compile(r"^Review [\d,]+ fields")))
        self.look("sync-fields")
        self.hand.press(self.link("Sync Fields"))
        title = self.page.get_by_role("heading", name=re.compile(r"Create these [\d,]+ fields")).inner_text()
        count = re.sub(r"\D", "", title)
        self.hand.write(self.page.get_by_label("Type the number of fields to go on"), "0")
        expect(self.button("Confirm Credentials")).to_have_attribute("aria-disabled", "true")
        self.hand.write(self.page.get_by_label("Type the number of fields to go on"), count)
        self.look("confirm-credentials")
        self.go(self.button("Confirm Credentials"))
        self.await_state("sync-fields", "done")
        self.open("sync-fields")
        self.look("receipt")
        return int(count)

    def review_and_accept(self) -> None:
        self.open("review-mappings")
        self.look("review-mappings")
        self.go(self.button("Finish Mappings"))
        self.await_state("preview-duplicates", "waiting")
        self.open("preview-duplicates")
        self.look("preview-duplicates")
        self.go(self.button("I have read this and accept it"))

    def start(self) -> None:
        self.await_state("start-sync", "ready", "waiting")
        self.open("start-sync")
        self.look("start-sync")
        self.hand.press(self.link("Start Salesforce Sync"))
        self.go(self.button("Start Sync"))
        expect(self.page.get_by_text("Read the four points and tick the box")).to_be_visible()
        self.hand.tick(self.page.get_by_label("I have read these four points."))
        self.look("start-sync-dialog")
        self.go(self.button("Start Sync"))
        self.look("initial-sync")

    def arrive(self) -> None:
        self.await_state("verify-sync", "done")
        self.look("checklist-done")
        self.open("verify-sync")
        expect(self.page.get_by_text("Congratulations")).to_be_visible()
        expect(self.page.locator("#headline")).to_contain_text("Last Synced")
        self.look("verify-sync")
        for place in AFTERWARDS:
            self.page.goto(f"{self.address}{place}/")
            self.look(place.replace("/", "-"))
