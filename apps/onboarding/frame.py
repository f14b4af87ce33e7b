"""What stands around every page of an instance: its name, its org, its headline status."""

from __future__ import annotations

from typing import Any

from apps.tenants.models import Instance


def of(instance: Instance) -> dict[str, Any]:
    return {"instance": instance}
