"""Does the sync user see every record, and are there calls and jobs enough to fetch them: one call."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as _

from apps.connections.checks.asking import Asked, Group, Place, first, query
from apps.connections.checks.finding import Finding, unknown
from apps.connections.models import Connection, Verdict
from apps.connections.needs import Needs, Price
from apps.salesforce.client import Client
from apps.salesforce.composite import Answer, Part

COUNTED = ("Lead", "Contact", "Account", "Opportunity")
DEFAULTS = f"SELECT {', '.join(f'Default{name}Access' for name in COUNTED)} FROM Organization"  # noqa: S608
COUNT = "SELECT COUNT() FROM {}"
PRIVATE = "None"
BY_PARENT = "ControlledByParent"
PARENT = {"Contact": "Account", "Opportunity": "Account"}
ACCESS_LABELS = {
    "None": "Private",
    "Read": "Public Read Only",
    "Edit": "Public Read/Write",
    "ReadEditTransfer": "Public Read/Write/Transfer",
    "All": "Public Full Access",
}
# the org's own totals are refreshed lazily; where sharing can hide nothing, a difference is more likely that
TOLERATED_SHARE = 0.02
TOLERATED_RECORDS = 25
GREAT_SHARE = 0.25  # of a small org, that is no matter of age any more
FEW_CALLS = 1000
LITTLE_SHARE = 0.2


def find(asked: Asked) -> list[Finding]:
    totals_of = ",".join(need.name for need in asked.needs.objects)
    counts = [query(COUNT.format(name)) for name in COUNTED]
    limits, totals, defaults, *counted = asked.call(
        [Part("limits"), Part(f"limits/recordCount?sObjects={totals_of}"), query(DEFAULTS), *counts]
    )
    price = _price(asked.needs, totals, dict(zip(COUNTED, counted, strict=True)))
    shown = zip(COUNTED, counted, strict=True)
    return [
        _headroom(asked.client, limits, price),
        _jobs(limits, price),
        *(_visible(name, answer, totals, first(defaults)) for name, answer in shown),
    ]


def covers(_needs: Needs, _connection: Connection) -> list[Place]:
    return [("call-headroom", ""), ("bulk-jobs", ""), *(("record-visibility", name) for name in COUNTED)]


def _price(needs: Needs, totals: Answer, counted: dict[str, Answer]) -> Price | None:
    """What the sync user counted is exact; of the other objects the org's own totals."""
    if needs.price is None or not totals.is_ok:
        return None
    listed = {str(each["name"]): int(each["count"]) for each in totals.body["sObjects"]}
    exact = {name: int(answer.body["totalSize"]) for name, answer in counted.items() if answer.is_ok}
    return needs.price({need.name: exact.get(need.name, listed.get(need.name, 0)) for need in needs.objects})


def _headroom(client: Client, answer: Answer, price: Price | None) -> Finding:
    """The limits resource needs View Setup; the header of any reply knows the same two figures."""
    daily: dict[str, Any] = answer.body.get("DailyApiRequests", {}) if answer.is_ok else {}
    if not daily and client.usage is None:
        return unknown("call-headroom", answer.error)
    most = int(daily["Max"]) if daily else client.usage.max if client.usage else 0
    left = int(daily["Remaining"]) if daily else most - client.usage.used if client.usage else 0
    needed = price.calls if price else 0
    is_low = left < max(FEW_CALLS, most * LITTLE_SHARE, needed)
    data = {"left": left, "most": most, "needed": needed}
    seen = (
        _("about %(needed)s calls for the first day, %(left)s of %(most)s left today")
        if needed
        else _("%(left)s of %(most)s calls left today")
    )
    verdict = Verdict.FAIL if left <= 0 else Verdict.WARN if is_low else Verdict.PASS
    return Finding("call-headroom", verdict, seen, data=data)


def _jobs(answer: Answer, price: Price | None) -> Finding:
    daily: dict[str, Any] = answer.body.get("DailyBulkV2QueryJobs", {}) if answer.is_ok else {}
    if not daily:
        return unknown("bulk-jobs", answer.error)
    left, most, needed = int(daily["Remaining"]), int(daily["Max"]), price.jobs if price else 0
    data = {"left": left, "most": most, "needed": needed}
    seen = _("%(needed)s needed, %(left)s of %(most)s left today")
    verdict = Verdict.FAIL if left < needed else Verdict.WARN if left < most * LITTLE_SHARE else Verdict.PASS
    return Finding("bulk-jobs", verdict, seen, data=data)


def _visible(name: str, answer: Answer, totals: Answer, defaults: dict[str, Any]) -> Finding:
    """Private sharing hides records, and a hidden lead gets a twin."""
    if not answer.is_ok or not totals.is_ok:
        return unknown("record-visibility", answer.error or totals.error, name)
    ours = int(answer.body["totalSize"])
    # an object without rows is left out of the reply
    all_there = next((int(each["count"]) for each in totals.body["sObjects"] if each["name"] == name), 0)
    access = _access(name, defaults)
    hidden = max(0, all_there - ours)
    data = {"object": name, "ours": ours, "all": all_there, "hidden": hidden, "access": _label(access)}
    if _is_much(hidden, all_there, access):
        seen = _("%(ours)s of about %(all)s are visible to the sync user; the org-wide default is %(access)s")
        return Finding("record-visibility", Verdict.WARN, seen, name, data)
    seen = (
        _("%(ours)s, all that the org has; the org-wide default is %(access)s")
        if access
        else _("%(ours)s, all that the org has")
    )
    return Finding("record-visibility", Verdict.PASS, seen, name, data)


def _is_much(hidden: int, all_there: int, access: str) -> bool:
    if hidden <= all_there * TOLERATED_SHARE:
        return False
    return access == PRIVATE or hidden > min(TOLERATED_RECORDS, all_there * GREAT_SHARE)


def _access(name: str, defaults: dict[str, Any]) -> str:
    said = str(defaults.get(f"Default{name}Access") or "")
    if said == BY_PARENT:
        return str(defaults.get(f"Default{PARENT.get(name, name)}Access") or "")
    return said


def _label(access: str) -> str:
    """As Sharing Settings shows it."""
    return ACCESS_LABELS.get(access, access or "…")


GROUP = Group(frozenset({"call-headroom", "bulk-jobs", "record-visibility"}), covers, find)
