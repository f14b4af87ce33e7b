"""The number of a row, as an address or a hidden field names it."""

from __future__ import annotations

LONGEST = 18  # digits; a longer one fits into no key


def read(said: str) -> int | None:
    """None for what is no number, or too large for one."""
    is_number = said.isascii() and said.isdigit() and len(said) <= LONGEST
    return int(said) if is_number else None
