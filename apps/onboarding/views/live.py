"""One open line per page: says which fragment moved; the page fetches it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import aclosing
from http import HTTPStatus
from typing import TYPE_CHECKING

from asgiref.sync import sync_to_async
from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from apps.accounts import access
from apps.tenants.models import Instance
from apps.timeline import live

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

LONGEST = 600.0  # seconds; the page opens the next line by itself, and its right to it is asked again
MOST = 30  # lines of one person in one web process: open tabs, not a flood
_open: Counter[int] = Counter()


async def live_stream(request: HttpRequest, key: str) -> HttpResponseBase:
    """Server-sent events ``event: step-42``; holds no database connection while it is open."""
    answer = await sync_to_async(_ask)(request, key)
    if not isinstance(answer, Instance):
        return answer
    person = access.person(request).pk
    if _open[person] >= MOST:
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
    response = StreamingHttpResponse(_lines(answer.pk, person), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


def _ask(request: HttpRequest, key: str) -> Instance | HttpResponseBase:
    found: list[Instance] = []

    def remember(_request: HttpRequest, instance: Instance) -> HttpResponse:
        found.append(instance)
        return HttpResponse()

    try:
        answer = access.to_instance("view")(remember)(request, key)
    finally:
        if not connection.in_atomic_block:
            connection.close()
    return found[0] if found else answer


async def _lines(instance_id: int, person: int) -> AsyncGenerator[bytes, None]:
    ends_at = time.monotonic() + LONGEST
    _open[person] += 1
    try:
        async with aclosing(live.stream([instance_id])) as nouns:
            async for noun in nouns:
                yield f"event: {noun}\ndata: moved\n\n".encode() if noun else b": still here\n\n"
                if time.monotonic() > ends_at:
                    return
    finally:
        _open[person] -= 1
