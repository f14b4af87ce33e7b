"""Remembers the last call to an org, so that a page can say what we wait for."""

from __future__ import annotations

import re
import time
from typing import Any
from urllib.parse import urlsplit

import requests
from django.utils import timezone

from apps.salesforce.client import Client
from apps.sync.models import SyncState
from apps.tenants.models import Instance

EVERY = 1.0  # seconds between two notes; a refusal is noted at once
REFUSED = 400
BASE = re.compile(r"^/services/data/v[\d.]+")


def note(client: Client, instance: Instance) -> None:
    """From now on ``SyncState.last_call`` is ``{"at", "method", "path", "status", "ms"}``: no query, no secret."""
    noted_at = time.monotonic()  # a cycle with nothing to do is over before anybody asks

    def hear(response: requests.Response, *_args: Any, **_kwargs: Any) -> None:
        nonlocal noted_at
        if response.status_code < REFUSED and time.monotonic() - noted_at < EVERY:
            return
        noted_at = time.monotonic()
        SyncState.objects.of(instance).update(last_call=_said(response))

    client.wire.session.hooks["response"].append(hear)


def _said(response: requests.Response) -> dict[str, Any]:
    request = response.request
    return {
        "at": timezone.now().isoformat(),
        "method": request.method,
        "path": BASE.sub("", urlsplit(request.url or "").path),
        "status": response.status_code,
        "ms": round(response.elapsed.total_seconds() * 1000),
    }
