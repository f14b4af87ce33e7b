"""The API versions that the org speaks, oldest first."""

from __future__ import annotations

import re

from apps.practice_org.refusals import Refusal, not_found

OLDEST, NEWEST = 31, 66
SEASONS = ("Summer", "Winter", "Spring")
FIRST_YEAR = 14
TYPOGRAPHIC = 42  # somebody at Salesforce typed this label in an editor that knows better


def listing() -> list[dict[str, str]]:
    return [
        {"label": _label(number), "url": f"/services/data/v{number}.0", "version": f"{number}.0"}
        for number in range(OLDEST, NEWEST + 1)
    ]


def check(text: str) -> str:
    """`v60.0` -> `60.0`; refuses what is retired or not yet released."""
    found = re.fullmatch(r"v(\d{2,3})\.0", text)
    if not found:
        raise not_found()
    number = int(found[1])
    if number < OLDEST:
        raise Refusal("UNSUPPORTED_API_VERSION", f"API version {number}.0 is not supported.", status=410)
    if number > NEWEST:
        raise not_found()
    return f"{number}.0"


def _label(number: int) -> str:
    """31.0 is Summer '14; three releases a year, and Winter and Spring carry the next year."""
    step = number - OLDEST
    year = FIRST_YEAR + (step + 2) // len(SEASONS)
    mark = "’" if number == TYPOGRAPHIC else "'"
    return f"{SEASONS[step % len(SEASONS)]} {mark}{year}"
