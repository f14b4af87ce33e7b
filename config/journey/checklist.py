"""What the checklist page says of each step, and waiting for a job to end."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from lxml.html import HtmlElement

from config.journey.browser import Browser
from config.journey.page import Astray

SLUGS = (
    "choose-org",
    "add-fields",
    "create-sync-user",
    "connect",
    "verify-credentials",
    "check-sync-user",
    "discover-fields",
    "choose-fields",
    "sync-fields",
    "review-mappings",
    "preview-duplicates",
    "start-sync",
    "initial-sync",
    "verify-sync",
)
DONE = frozenset({"done", "unverified"})
LOOK_EVERY = 0.2
OUTCOME = ".//p[contains(@class, 'gw-step-note')]"


@dataclass(frozen=True)
class Row:
    """A step: its state, all its words, its outcome in a sentence, and how far its job is (``total`` 0: unknown)."""

    state: str
    text: str
    outcome: str
    done: int = 0
    total: int = 0


@dataclass(frozen=True)
class Checklist:
    """The checklist of one instance, as this visitor sees it. ``path`` ends with a slash."""

    browser: Browser
    path: str

    def rows(self) -> dict[str, Row]:
        page = self.browser.open(self.path)
        items = page.find("//li[@data-state][starts-with(@id, 'step-')]")
        if len(items) != len(SLUGS):
            raise Astray(f"{page} lists {len(items)} steps, not {len(SLUGS)}")
        return dict(zip(SLUGS, map(_row, items), strict=True))

    def done(self) -> int:
        return sum(row.state in DONE for row in self.rows().values())

    def wait(
        self, slug: str, states: frozenset[str], seconds: float, meanwhile: Callable[[Row], None] = lambda _: None
    ) -> Row:
        """Look at the step until it is in one of these states; a failure ends the wait with the page's own words."""
        deadline = time.monotonic() + seconds
        while (row := self.rows()[slug]).state not in states:
            if row.state == "failed":
                raise Astray(f"step {slug} failed: {row.text}")
            if time.monotonic() > deadline:
                raise Astray(f"step {slug} was still {row.state} after {seconds:.0f} s: {row.text}")
            meanwhile(row)
            time.sleep(LOOK_EVERY)
        return row


def _row(item: HtmlElement) -> Row:
    bars = item.xpath(".//progress")
    done, total = (int(bars[0].get("value", "0")), int(bars[0].get("max", "0"))) if bars else (0, 0)
    text, outcome = (" ".join(item.xpath(path).split()) for path in ("string(.)", f"string({OUTCOME})"))
    return Row(item.get("data-state", ""), text, outcome, done, total)
