"""The sign-in switches whose values can be wrong: ranges, hours, a certificate, the code of a fault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apps.practice_org import addresses
from apps.practice_org.oauth import jwt_bearer
from apps.practice_org.refusals import Refusal
from apps.practice_org.soap.faults import LOGIN_WORDS

RANGES = ("trusted_ranges", "login_ranges")
HOURS = 24


def check(changes: Mapping[str, Any]) -> None:
    for name in RANGES:
        addresses.check(changes.get(name, ()))
    if changes.get("certificate"):
        jwt_bearer.check_certificate(changes["certificate"])
    if changes.get("login_trouble") and changes["login_trouble"] not in LOGIN_WORDS:
        raise Refusal("INVALID_FIELD", f"login_trouble must be one of {', '.join(LOGIN_WORDS)}")
    _check_hours(changes.get("login_hours", ()))


def _check_hours(hours: Any) -> None:
    if hours and (len(hours) != 2 or not all(0 <= hour <= HOURS for hour in hours)):  # noqa: PLR2004 - from and to
        raise Refusal("INVALID_FIELD", "login_hours are two hours of the day, [9, 17]")
