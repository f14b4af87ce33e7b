"""Turns each error into the customer's words: what happened, why, what to do, whose turn it is."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_datetime

from apps.checklist.problem import Problem
from apps.onboarding.problems.entry import Entry
from apps.onboarding.problems.tables import BUG, BY_CODE, BY_ERROR
from apps.timeline import kinds


@dataclass(frozen=True)
class Words:
    """A problem as a page shows it. ``since``: when it was first met, where it is tried again by itself."""

    code: str
    turn: str
    what: str
    seen: str
    cause: str
    fix: str
    who: str
    link: str
    since: datetime.datetime | None = None


def entry_for(error: Exception) -> Entry:
    """The nearest class that has words; a bug where none has."""
    return next((BY_ERROR[kind] for kind in type(error).__mro__ if kind in BY_ERROR), BUG)


def translate(error: Exception) -> Problem:
    """For the checklist's runner. ``error.data`` is what the error's own room allows a customer to see."""
    entry = entry_for(error)
    data = getattr(error, "data", None) if entry is not BUG else None
    return Problem(entry.code, entry.turn, dict(data or {}), getattr(error, "retry_in", None))


def words(stored: dict[str, Any]) -> Words | None:
    """A stored problem in the reader's language; None for no problem."""
    if not stored:
        return None
    entry = BY_CODE.get(stored["code"], BUG)
    data = stored.get("data", {})
    said = {part: kinds.fill(getattr(entry, part), data) for part in ("what", "cause", "fix", "who")}
    return Words(
        code=entry.code,
        turn=stored["turn"],
        seen=str(data.get("seen", "")),
        link=str(data.get("link", "")),
        since=parse_datetime(stored.get("since", "")),
        **said,
    )


def stored(error: Exception) -> dict[str, Any]:
    """For the sync, which keeps its problems itself."""
    return translate(error).stored()


def sentence(kept: dict[str, Any]) -> str:
    """What happened, in one sentence."""
    found = words(kept)
    return f"{found.what.rstrip('.')}." if found else ""
