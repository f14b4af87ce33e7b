"""Short names that are safe in an address and in a schema name."""

from __future__ import annotations

import re
import secrets

from django.utils.text import slugify

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that reads like something else
PATTERN = re.compile(r"^[a-z][a-z0-9_]{2,39}$")


def fresh(name: str) -> str:
    """A key from a customer's own name and five random letters: ``halden_instruments_x7k2p``."""
    stem = re.sub(r"[^a-z0-9]+", "_", slugify(name)).strip("_")[:30] or "instance"
    if not stem[0].isalpha():
        stem = f"i_{stem}"
    return f"{stem}_{''.join(secrets.choice(ALPHABET) for _ in range(5))}"
