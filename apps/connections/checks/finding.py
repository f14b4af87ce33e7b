"""One answer to one question about the sync user."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_noop as _

from apps.connections.models import Verdict
from apps.salesforce.errors import Outage, SalesforceError

UNREADABLE = "UNREADABLE_ANSWER"


@dataclass(frozen=True)
class Finding:
    """``seen`` is an English source (gettext_noop) that ``data`` fills; ``data`` may hold more for the page."""

    code: str
    verdict: Verdict
    seen: str
    subject: str = ""
    data: dict[str, Any] = field(default_factory=dict)


def unknown(code: str, error: SalesforceError | None, subject: str = "", **data: Any) -> Finding:
    """Nobody could look: with Salesforce's own words, and nothing made up. None: an answer that made no sense."""
    filled = {"object": subject, **data, "said": str(error) if error else UNREADABLE}
    if isinstance(error, Outage):
        filled["later"] = True  # the same question may be answered another time
    return Finding(code, Verdict.UNKNOWN, _("Salesforce did not say: %(said)s"), subject, filled)


def listed(names: Iterable[str], most: int = 8) -> str:
    """API names in a sentence; the rest counted."""
    shown = list(names)
    return ", ".join(shown[:most]) + (f" … +{len(shown) - most}" if len(shown) > most else "")
