"""Which page belongs to which step."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from apps.checklist.models import Step
    from apps.tenants.models import Instance

    StepPage = Callable[[HttpRequest, Instance, Step], HttpResponseBase]

BY_SLUG: dict[str, StepPage] = {}
