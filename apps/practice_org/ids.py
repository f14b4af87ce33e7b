"""Record ids: 15 case-sensitive characters, and three more that let them survive a spreadsheet."""

from __future__ import annotations

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
CHECKSUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
SHORT, LONG = 15, 18
PREFIX = 3
PART = 5
SMALL_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
TAIL = 5  # characters of an id that differ between the seeded records of an object
# Seeded records count from here, so that their ids look like those of an org that has lived.
FIRST_NUMBER = 36**3


def checksum(short: str) -> str:
    """One character for five: bit k is set when character k is a capital letter."""
    parts = (short[start : start + PART] for start in range(0, SHORT, PART))
    return "".join(CHECKSUM[sum(1 << k for k, char in enumerate(part) if "A" <= char <= "Z")] for part in parts)


def make(prefix: str, pod: str, number: int) -> str:
    """The id of the record with this number; `pod` is two characters that belong to the org."""
    short = f"{prefix}{pod}0{base62(number, SHORT - len(prefix) - len(pod) - 1)}"
    return short + checksum(short)


def seeded(prefix: str, pod: str, number: int) -> str:
    """The id of a record that came with the org: it counts in digits and small letters only."""
    rest, tail = number + FIRST_NUMBER, ""
    for _ in range(TAIL):
        rest, digit = divmod(rest, len(SMALL_DIGITS))
        tail = SMALL_DIGITS[digit] + tail
    short = f"{prefix}{pod}{tail.rjust(SHORT - len(prefix) - len(pod), '0')}"
    return short + checksum(short)


def base62(number: int, width: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number, len(DIGITS))
        letters = DIGITS[rest] + letters
    return letters.rjust(width, "0")


def full(text: str) -> str | None:
    """The 18 characters of an id that may have come with 15; None when it is no id."""
    if len(text) not in {SHORT, LONG} or not text.isascii() or not text.isalnum():
        return None
    short = text[:SHORT]
    long = short + checksum(short)
    return long if len(text) == SHORT or long[SHORT:] == text[SHORT:].upper() else None
