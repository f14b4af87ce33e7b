"""How long to leave an org alone after an outage; an org that is over its API limit is left alone for longer."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings

from apps.salesforce.errors import LimitReached, Outage
from apps.sync.errors import BudgetSpent

FIRST = 15.0  # seconds, doubled by each further outage in a row


def wait(error: Exception, failures: int) -> float:
    """Seconds. The org's own word counts where it gave one."""
    named = said(error)
    return FIRST * 2.0 ** min(failures, 10) if named is None else named


def said(error: Exception) -> float | None:
    """None where nobody can say."""
    if isinstance(error, LimitReached):
        pause = settings.LIMIT_PAUSE.total_seconds()
        left = (error.until - datetime.now(UTC)).total_seconds() if error.until else pause
        return max(left, min(FIRST, pause))
    if isinstance(error, BudgetSpent):
        return max((error.until - datetime.now(UTC)).total_seconds(), FIRST)
    return error.retry_in if isinstance(error, Outage) else None
