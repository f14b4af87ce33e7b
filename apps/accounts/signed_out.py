"""Tells an open page that its sign-in has ended, instead of putting the sign-in page into the middle of it."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url


class SignedOutMiddleware:
    """htmx follows a redirect and swaps in whatever it finds there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        is_sent_away = answer.get("Location", "").startswith(resolve_url(settings.LOGIN_URL))
        if is_sent_away and request.htmx:  # type: ignore[attr-defined]
            return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
        return answer
