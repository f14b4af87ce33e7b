"""One newcomer with one instance, on the way to the practice org, and what is found on the way."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from config.journey import org
from config.journey.browser import Browser
from config.journey.checklist import DONE, Checklist, Row
from config.journey.page import Astray, Page, bare
from config.journey.portal import Portal

ORG = "Practice Enterprise"
# what the last step's table calls those objects for which it does not name Salesforce's own word
LABELS = {
    "Record types": "RecordType",
    "Opportunities": "Opportunity",
    "Opportunity roles": "OpportunityContactRole",
    "Campaigns": "Campaign",
    "Campaign member statuses": "CampaignMemberStatus",
    "Campaign members": "CampaignMember",
}
DIGITS = re.compile(r"\D")
INSTANCE_DEPTH = 3  # /instances/northwind/


@dataclass
class Walk:
    """``figures`` is what the result says; ``kills_worker`` once, in the middle of the initial sync."""

    portal: Portal
    kills_worker: bool = False
    has_killed: bool = False
    figures: dict[str, int] = field(default_factory=dict)
    browser: Browser = field(init=False)
    checklist: Checklist = field(init=False)
    facts: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.browser = Browser(self.portal.url)
        self.facts = self.portal.org(ORG)

    def sign_in(self) -> str:
        form = self.browser.open("/").form(field="login")
        page = self.browser.send(form.fill(login=self.portal.owner, password=self.portal.password))
        self.checklist = Checklist(self.browser, _instance_path(page))
        return f"as {self.portal.owner}, at {self.checklist.path}"

    def open(self, slug: str) -> Page:
        return self.browser.open(f"{self.checklist.path}steps/{slug}/")

    @property
    def patience(self) -> float:
        """Seconds that a job may take before something must be wrong."""
        return 120 + self.portal.records / 100

    def wait_done(self, slug: str, meanwhile: Callable[[Row], None] = lambda _: None) -> Row:
        """Its row on the checklist, when it is done."""
        row = self.checklist.wait(slug, DONE, self.patience, meanwhile)
        self.figures["steps_done"] = self.checklist.done()
        return row

    def kill_worker_amid(self, row: Row) -> None:
        """Once, when some rows are committed and not all."""
        if self.kills_worker and not self.has_killed and 0 < row.done < row.total:
            self.portal.kill("worker")
            self.has_killed = True

    def take_figures(self) -> str:
        """Read from the pages, and held against the org's own counts; raises Astray where they differ."""
        counts = self._counted()
        self.figures |= {
            "people": counts["Lead"] + counts["Contact"],
            "companies": counts["Account"],
            "opportunities": counts["Opportunity"],
            "row_errors": self._row_errors(),
        }
        expected = org.count(self.portal.practice_org_url, self.facts, counts)
        wrong = [f"{name}: {counts[name]}, not {expected[name]}" for name in counts if counts[name] != expected[name]]
        if self.figures["row_errors"]:
            wrong.append(f"{self.figures['row_errors']} row errors")
        if wrong:
            raise Astray(f"the marketing database is not what the org holds: {'; '.join(wrong)}")
        return f"{self.figures['people']} people, as many as the org's leads and contacts; every object counted equal"

    def _counted(self) -> dict[str, int]:
        """Records here by Salesforce object, from the table of the last step."""
        page = self.open("verify-sync")
        counts = {}
        for row in page.find("//section[@aria-labelledby='counts']//tbody/tr"):
            there, here = (int(DIGITS.sub("", cell.text_content()) or -1) for cell in row.xpath("./td[@class='num']"))
            name = _object_name(" ".join(row.xpath("string(./th)").split()))
            if there != here:
                raise Astray(f"{page} shows {there} of {name} in Salesforce and {here} here")
            counts[name] = here
        return counts

    def _row_errors(self) -> int:
        """The lines of their file, without its head."""
        lines = self.browser.read(f"{self.checklist.path}sync/row-errors.csv")
        return len(list(csv.reader(io.StringIO(lines)))) - 1


def _instance_path(page: Page) -> str:
    for anchor in page.find("//a[@href]"):
        path: str = bare(anchor.get("href"))
        if path.startswith("/instances/") and path.count("/") == INSTANCE_DEPTH:
            return path
    raise Astray(f"{page} shows no instance after sign-in. It says: {page.complaints()}")


def _object_name(label: str) -> str:
    """*People from Lead* is Lead."""
    return label.partition("from ")[2].strip() or LABELS.get(label, label)
