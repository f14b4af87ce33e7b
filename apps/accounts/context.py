"""What every page needs to know of its viewer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from apps.accounts.models import Membership


def viewer(request: HttpRequest) -> dict[str, Any]:
    """``powers``: what the viewer may do here (set by apps.accounts.access); ``memberships``: read only where shown."""

    def memberships() -> list[Membership]:
        if not request.user.is_authenticated:
            return []
        return list(request.user.memberships.select_related("agency").order_by("agency__name"))

    return {
        "powers": getattr(request, "powers", frozenset()),
        "memberships": memberships,
        "zone_name": timezone.get_current_timezone_name(),
    }
