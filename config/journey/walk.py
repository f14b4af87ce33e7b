"""One newcomer with one instance, on the way to the practice org, and what is found on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from config.journey.browser import Browser
from config.journey.checklist import DONE, Checklist, Row
from config.journey.page import Astray, Page, bare
from config.journey.portal import Portal

ORG = "Practice Enterprise"
JOB = 180.0
INSTANCE_DEPTH = 3  # /instances/northwind/


@dataclass
class Walk:
    """``figures`` is what the result says; ``kills_worker`` once, in the middle of the initial sync."""

    portal: Portal
    kills_worker: bool = False
    figures: dict[str, int] = field(default_factory=dict)
    browser: Browser = field(init=False)
    checklist: Checklist = field(init=False)
    org: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.browser = Browser(self.portal.url)
        self.org = self.portal.org(ORG)

    def sign_in(self) -> str:
        form = self.browser.open("/").form(field="login")
        page = self.browser.send(form.fill(login=self.portal.owner, password=self.portal.password))
        self.checklist = Checklist(self.browser, _instance_path(page))
        return f"as {self.portal.owner}, at {self.checklist.path}"

    def open(self, slug: str) -> Page:
        return self.browser.open(f"{self.checklist.path}steps/{slug}/")

    def wait_done(self, slug: str, seconds: float = JOB) -> Row:
        """Its row on the checklist, when it is done."""
        row = self.checklist.wait(slug, DONE, seconds)
        self.figures["steps_done"] = self.checklist.done()
        return row


def _instance_path(page: Page) -> str:
    for anchor in page.find("//a[@href]"):
        path: str = bare(anchor.get("href"))
        if path.startswith("/instances/") and path.count("/") == INSTANCE_DEPTH:
            return path
    raise Astray(f"{page} shows no instance after sign-in. It says: {page.complaints()}")
