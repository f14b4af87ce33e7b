"""What is said on every page of an instance: the sync user lacks something that it had."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from apps.checklist import steps
from apps.connections.checks.words import title
from apps.connections.models import CheckResult, Verdict
from apps.tenants.models import Instance

CHECKS = "check-sync-user"
MOST_NAMED = 3


@dataclass(frozen=True)
class Notice:
    """The checks that fail by now, the first few by name; ``seen_at`` is when Salesforce said so."""

    names: list[str]
    more: int
    seen_at: datetime.datetime


def of(instance: Instance) -> Notice | None:
    """None as long as nothing is missing; until step 6 was through once, its own page says what is."""
    failed = list(CheckResult.objects.of(instance).filter(verdict=Verdict.FAIL).order_by("pk"))
    if not failed or steps.get(instance, CHECKS).finished_at is None:
        return None
    names = [title(row.code, row.data) for row in failed[:MOST_NAMED]]
    return Notice(names, len(failed) - len(names), max(row.checked_at for row in failed))
