"""What a search finds, without the page around it, for a script that asks for no more; the address is the same."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as render_page
from django.utils.cache import patch_vary_headers

FOUND = "found"  # the fragment, and the id of its root


def is_asked(request: HttpRequest) -> bool:
    """Not when a browser goes back: it replaces the whole page then."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return request.method == "GET" and htmx.target == FOUND and not htmx.history_restore_request


def render(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    name = f"{template}#{FOUND}" if is_asked(request) else template
    response = render_page(request, name, context, status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response
