"""A step's title as a value that is translated when it is read."""

from __future__ import annotations

from typing import Any

from apps.checklist import registry
from apps.checklist.definition import msgid
from apps.checklist.models import Step


def named(step: Step) -> dict[str, Any]:
    return {"_": msgid(registry.find(step.slug).title), "data": {}}
