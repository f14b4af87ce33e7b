"""Shows times in the viewer's zone and words in the viewer's language."""

from __future__ import annotations

import functools
import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

COOKIE = "time_zone"  # set by portal.js for people who have not chosen one
_ABBREVIATIONS = ("Etc/", "SystemV/", "US/", "posix/", "right/")


class ViewerZoneMiddleware:
    """After the session middleware; before the view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = getattr(request.user, "language", "")
        if language:
            translation.activate(language)
            request.LANGUAGE_CODE = language
        with timezone.override(of(request)):
            return self.get_response(request)


def of(request: HttpRequest) -> zoneinfo.ZoneInfo | None:
    name = getattr(request.user, "time_zone", "") or request.COOKIES.get(COOKIE, "")
    return find(name)


@functools.cache
def choices() -> list[tuple[str, str]]:
    """Zones with a city, as ``Europe/Berlin``; the old abbreviations are left out."""
    cities = sorted(
        name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith(_ABBREVIATIONS)
    )
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in cities)]


def find(name: str) -> zoneinfo.ZoneInfo | None:
    """None for a name that is no zone: then the portal's own zone applies."""
    try:
        return zoneinfo.ZoneInfo(name) if name else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None
