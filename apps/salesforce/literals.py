"""Writes a value that a person typed as SOQL has it; what is not of the type raises ValueError."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal, InvalidOperation

from simple_salesforce.format import format_soql, quote_soql_value

IDENTITY = re.compile(r"[A-Za-z0-9]{15}(?:[A-Z0-5]{3})?", re.ASCII)
LONGEST_NUMBER = 40  # digits; Salesforce holds eighteen


def text(typed: str) -> str:
    if "\0" in typed:
        raise ValueError("a text has no NUL")
    return quote_soql_value(typed)


def identity(typed: str) -> str:
    """Of 15 or 18 characters."""
    if not IDENTITY.fullmatch(typed.strip()):
        raise ValueError("no Id")
    return text(typed.strip())


def pattern(typed: str, *, anywhere: bool) -> str:
    """For LIKE: a text that begins with what was typed, or has it ``anywhere``; wildcards in it mean themselves."""
    text(typed)
    return format_soql("'%{:like}%'" if anywhere else "'{:like}%'", typed)


def number(typed: str) -> str:
    try:
        found = Decimal(typed.strip())
    except InvalidOperation as error:
        raise ValueError("no number") from error
    if not found.is_finite() or abs(found.adjusted()) > LONGEST_NUMBER or len(found.as_tuple().digits) > LONGEST_NUMBER:
        raise ValueError("no number that a field holds")
    return format(found, "f")


def flag(typed: str) -> str:
    if typed not in {"true", "false"}:
        raise ValueError("neither true nor false")
    return typed


def day(typed: str) -> str:
    return datetime.date.fromisoformat(typed.strip()).isoformat()


def instant(typed: str) -> str:
    """A day means its beginning; without a zone it is UTC."""
    found = datetime.datetime.fromisoformat(typed.strip())
    zoned = found if found.tzinfo else found.replace(tzinfo=datetime.UTC)
    try:
        utc = zoned.astimezone(datetime.UTC)
    except OverflowError as error:
        raise ValueError("no moment in UTC") from error
    return f"{utc.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def clock(typed: str) -> str:
    return f"{datetime.time.fromisoformat(typed.strip()).replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"
