"""A guest's way to Salesforce's own page: not too often, and with the pass at hand when Salesforce sends them back."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from apps.accounts import pace, passes
from apps.accounts.models import GuestLink
from apps.connections import external_app
from apps.onboarding.views import guest

AN_HOUR = 3600
MOST_AN_HOUR = 12  # sign-ins of one link: wrong passwords lock the user


def take_along(answer: HttpResponse, link: GuestLink) -> None:
    passes.hold(answer, link, _way_back())


def drop(answer: HttpResponse) -> None:
    answer.delete_cookie(passes.COOKIE, path=_way_back())


def is_too_often(link: GuestLink) -> bool:
    return not pace.within("guest-sign-ins", str(link.pk), most=MOST_AN_HOUR, seconds=AN_HOUR)


def later(request: HttpRequest, link: GuestLink, slug: str) -> HttpResponse:
    said = _("These were many sign-ins in one hour. Wait a little: Salesforce locks a user after wrong passwords.")
    return guest.page(request, link, shown=slug, said=said, status=HTTPStatus.TOO_MANY_REQUESTS)


def _way_back() -> str:
    return urlsplit(external_app.callback()).path
