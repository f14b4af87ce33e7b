"""Values that may come once or several times."""

from __future__ import annotations

from typing import Any


def listed(given: Any) -> list[Any]:
    """XML cannot tell one value from a list of one."""
    if given in (None, ""):
        return []
    return list(given) if isinstance(given, list | tuple) else [given]
