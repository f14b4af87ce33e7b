"""How long to leave an org alone after an outage; an org that is over its API limit is left alone for longer."""

from __future__ import annotations

from datetime import UTC, datetime

from apps.salesforce.errors import LimitReached, Outage

FIRST = 15.0  # seconds, doubled by each further outage in a row
LIMIT = 900.0  # the daily limit is a rolling one: a quarter of an hour frees some calls


def wait(error: Exception, failures: int) -> float:
    """Seconds. The org's own word counts where it gave one."""
    named = said(error)
    return FIRST * 2.0 ** min(failures, 10) if named is None else named


def said(error: Exception) -> float | None:
    """None where nobody can say."""
    if isinstance(error, LimitReached):
        left = (error.until - datetime.now(UTC)).total_seconds() if error.until else LIMIT
        return max(left, FIRST)
    return error.retry_in if isinstance(error, Outage) else None
