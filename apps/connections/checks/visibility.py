"""Does the sync user see every record: one call."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from apps.connections.checks.finding import Finding
from apps.connections.models import Verdict
from apps.salesforce.client import Client
from apps.salesforce.composite import Answer, Part

CODES = frozenset({"record-visibility"})
COUNTED = ("Lead", "Contact", "Account", "Opportunity")
# the org's own totals are refreshed lazily
TOLERATED_SHARE = 0.02
TOLERATED_RECORDS = 25


def find(client: Client) -> list[Finding]:
    """Private sharing hides records, and a hidden lead gets a twin."""
    parts = [Part(f"query?q=SELECT+COUNT()+FROM+{name}") for name in COUNTED]
    totals, *answers = client.composite([Part(f"limits/recordCount?sObjects={','.join(COUNTED)}"), *parts])
    return [_visible(name, answer, totals) for name, answer in zip(COUNTED, answers, strict=True)]


def _visible(name: str, answer: Answer, totals: Answer) -> Finding:
    if not answer.is_ok or not totals.is_ok:
        return Finding(
            "record-visibility", Verdict.UNKNOWN, _("The org did not count %(object)s."), name, {"object": name}
        )
    ours = int(answer.body["totalSize"])
    # an object without rows is left out of the reply
    all_there = next((int(each["count"]) for each in totals.body["sObjects"] if each["name"] == name), 0)
    data = {"object": name, "ours": ours, "all": all_there, "hidden": max(0, all_there - ours)}
    if all_there - ours > max(TOLERATED_RECORDS, all_there * TOLERATED_SHARE):
        seen = _("%(ours)s of about %(all)s are visible to the sync user")
        return Finding("record-visibility", Verdict.WARN, seen, name, data)
    return Finding("record-visibility", Verdict.PASS, _("%(ours)s, all that the org has"), name, data)
