"""What stands around every page of an instance: its name, its org, its headline status."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from apps.checklist.models import Step
from apps.onboarding import rows
from apps.tenants.models import Instance


def of(instance: Instance) -> dict[str, Any]:
    return {"instance": instance}


def step(request: HttpRequest, instance: Instance, step: Step) -> dict[str, Any]:
    """Besides, what every step's page shows: its row, its neighbours and the small deck."""
    listed = rows.of(instance, request.powers)  # type: ignore[attr-defined]
    place = next(place for place, row in enumerate(listed) if row.slug == step.slug)
    return {
        **of(instance),
        "tab": "checklist",
        "step": step,
        "row": listed[place],
        "rows": listed,
        "previous": listed[place - 1] if place else None,
        "following": listed[place + 1] if place + 1 < len(listed) else None,
    }
