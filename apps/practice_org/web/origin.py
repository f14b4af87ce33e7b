"""The address under which somebody reached us; every link in a reply starts with it."""

from __future__ import annotations

from starlette.requests import Request


def origin(request: Request) -> str:
    scheme = request.headers.get("x-forwarded-proto", request.url.scheme)
    return f"{scheme}://{request.headers.get('host', request.url.netloc)}"
