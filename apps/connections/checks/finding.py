"""One answer to one question about the sync user."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from apps.connections.models import Verdict


@dataclass(frozen=True)
class Finding:
    """``seen`` is an English source (gettext_noop) that ``data`` fills; ``data`` may hold more for the page."""

    code: str
    verdict: Verdict
    seen: str
    subject: str = ""
    data: dict[str, Any] = field(default_factory=dict)


def listed(names: Any, most: int = 8) -> str:
    """API names in a sentence; the rest counted."""
    names = list(names)
    return ", ".join(names[:most]) + (f" … +{len(names) - most}" if len(names) > most else "")
