"""Asks the org how many records of each object there are, five questions a call."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from apps.salesforce.client import Client
from apps.salesforce.composite import Part
from apps.salesforce.errors import TimedOut
from apps.sync.plan import Plan


def expected(client: Client, plans: Iterable[Plan], where: str = "") -> dict[str, int | None]:
    """As the sync user sees them. None where the org gave up counting; any other refusal is raised."""
    asked = list(plans)
    answers = client.composite(_question(plan, where) for plan in asked)
    found: dict[str, int | None] = {}
    for plan, answer in zip(asked, answers, strict=True):
        if answer.error and not isinstance(answer.error, TimedOut):
            raise answer.error
        found[plan.name] = None if answer.error else int(answer.body["totalSize"])
    return found


def _question(plan: Plan, where: str) -> Part:
    conditions = " AND ".join(part for part in (plan.everything, where) if part)
    soql = " ".join(["SELECT COUNT() FROM", plan.name, *(["WHERE", conditions] if conditions else [])])
    return Part(f"{'queryAll' if plan.object.includes_archived else 'query'}?q={quote(soql)}")
