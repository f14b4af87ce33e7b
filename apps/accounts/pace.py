"""How often somebody may do the same thing; counted in the cache, forgotten by itself."""

from __future__ import annotations

import hashlib

from django.core.cache import cache


def within(what: str, who: str, *, most: int, seconds: int) -> bool:
    """Counts this time too. False: too often."""
    key = f"pace:{what}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key)) <= most
    except ValueError:  # ran out between the two calls
        return True
