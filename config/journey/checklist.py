"""What the checklist page says of each step, and waiting for a job to end."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

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
AT_WORK = frozenset({"queued", "running"})
LOOK_EVERY = 0.3


@dataclass(frozen=True)
class Row:
    state: str
    text: str


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
        found = [Row(item.get("data-state", ""), " ".join(item.text_content().split())) for item in items]
        return dict(zip(SLUGS, found, strict=True))

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
