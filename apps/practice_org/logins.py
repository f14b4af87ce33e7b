"""Attempts to sign in: whether a password fits, how many came in an hour, who has locked himself out."""

from __future__ import annotations

import enum
import secrets
import threading
import time

from apps.practice_org import addresses
from apps.practice_org.grants import key_of
from apps.practice_org.live import LiveOrg
from apps.practice_org.orgs import SyncUser

ATTEMPTS, FAILURES = "login_attempts", "login_failures"
HOUR = 3_600
LOCKED_SECONDS = 15 * 60
_one_at_a_time = threading.Lock()


class Password(enum.Enum):
    FITS = enum.auto()
    LACKS_TOKEN = enum.auto()
    WRONG = enum.auto()


def is_active(live: LiveOrg, user: SyncUser) -> bool:
    return user.id != live.org.user.id or live.switches.is_active


def password_of(live: LiveOrg, user: SyncUser) -> str:
    return live.switches.password if user.id == live.org.user.id else user.password


def fits(live: LiveOrg, user: SyncUser, given: str) -> bool:
    """In a browser: the password alone."""
    return _same(given, password_of(live, user))


def weigh(live: LiveOrg, user: SyncUser, given: str, address: str) -> Password:
    """Of a program: password and security token, or the password alone from a trusted address."""
    password = password_of(live, user)
    token = live.switches.security_token if user.id == live.org.user.id else user.security_token
    if _same(given, password + token):
        return Password.FITS
    if not _same(given, password):
        return Password.WRONG
    return Password.FITS if trusts(live, address) else Password.LACKS_TOKEN


def trusts(live: LiveOrg, address: str) -> bool:
    """By the trusted range of the org, or by the login range of the profile."""
    switches = live.switches
    ranges = (*switches.trusted_ranges, *switches.login_ranges)
    return switches.trusts_address or addresses.is_within(address, ranges)


def is_outside(live: LiveOrg, address: str) -> bool:
    """The profile has login ranges, and the client is in none of them."""
    ranges = live.switches.login_ranges
    return bool(ranges) and not addresses.is_within(address, ranges)


def is_too_late(live: LiveOrg) -> bool:
    hours = live.switches.login_hours
    return bool(hours) and not hours[0] <= time.gmtime().tm_hour < hours[1]


def count(live: LiveOrg, user: SyncUser) -> bool:
    """Counts an attempt; False when the user has had too many in this hour."""
    hour = int(time.time()) // HOUR
    with _one_at_a_time:
        known = live.book.get(ATTEMPTS, key_of(live, user.id))
        number = known["number"] + 1 if known and known["hour"] == hour else 1
        live.book.put(ATTEMPTS, live.id, key_of(live, user.id), {"hour": hour, "number": number})
    return number <= live.switches.logins_per_hour


def is_locked(live: LiveOrg, user: SyncUser) -> bool:
    known = live.book.get(FAILURES, key_of(live, user.id))
    most = live.switches.lockout_after
    return bool(most and known and known["number"] >= most and time.time() - known["last"] < LOCKED_SECONDS)


def note_failure(live: LiveOrg, user: SyncUser) -> None:
    with _one_at_a_time:
        number = (live.book.get(FAILURES, key_of(live, user.id)) or {"number": 0})["number"] + 1
        live.book.put(FAILURES, live.id, key_of(live, user.id), {"number": number, "last": time.time()})


def note_success(live: LiveOrg, user: SyncUser) -> None:
    live.book.delete(FAILURES, key_of(live, user.id))


def unlock(live: LiveOrg) -> int:
    return live.book.delete_all(FAILURES, live.id)


def _same(given: str, wanted: str) -> bool:
    return secrets.compare_digest(given.encode(), wanted.encode())
