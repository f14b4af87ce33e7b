"""A guest's pass: the address that is sent, kept as a hash only, and the cookie that it is exchanged for."""

from __future__ import annotations

import functools
import hashlib
import secrets
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache

from apps.accounts import access
from apps.accounts.models import GuestLink

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

# a shape of its own, so that config.logs knows one wherever it might turn up
PREFIX = "gl_"
COOKIE = "guest"
SALT = "accounts.guests"
Rest = ParamSpec("Rest")
GuestView = Callable[Concatenate[HttpRequest, GuestLink, Rest], "HttpResponseBase"]


def fresh() -> tuple[str, str]:
    """A token for an address, and the hash by which it is known again."""
    nonce = secrets.token_urlsafe(32)
    return PREFIX + _signer().sign(nonce), _hash(nonce)


def find(token: str) -> GuestLink | None:
    """The link of a token, open or not. What we did not sign does not reach the database."""
    try:
        nonce = _signer().unsign(token.removeprefix(PREFIX))
    except signing.BadSignature:
        return None
    links = GuestLink.objects.everywhere("the token says which instance")
    return links.select_related("instance__agency", "by").filter(token_hash=_hash(nonce)).first()


def hold(response: HttpResponse, link: GuestLink, path: str) -> None:
    """The cookie goes to this path and below it, to no script, and ends with the link."""
    left = max(60, int((link.expires_at - timezone.now()).total_seconds()))
    value = signing.dumps(link.pk, salt=SALT)
    response.set_cookie(
        COOKIE, value, max_age=left, path=path, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def holder(request: HttpRequest) -> GuestLink | None:
    """Whose cookie it is, open or not; the link itself is asked anew each time."""
    try:
        pk = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT)
    except signing.BadSignature:
        return None
    links = GuestLink.objects.everywhere("the cookie says which instance")
    return links.select_related("instance__agency", "by").filter(pk=pk).first()


def is_good(link: GuestLink) -> bool:
    """A link is worth no more than its sender: who may no longer operate the instance opens it for nobody."""
    return link.is_open and "operate" in access.powers(link.by, link.instance.agency_id)


def to_guest(view: GuestView[Rest]) -> Callable[..., HttpResponseBase]:
    """For views at ``guest/<key>/…``: the view gets the link of its caller and answers in the guest's language."""

    @never_cache
    @functools.wraps(view)
    def guarded(request: HttpRequest, key: str, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
        link = holder(request)
        if link is None or link.instance.key != key:
            return lost(request)
        with translation.override(link.language):
            if not is_good(link):
                return _over(request, link)
            try:
                response = view(request, link, *args, **kwargs)
            except Http404:
                return lost(request)
        response["X-Robots-Tag"] = "noindex"
        return response

    return guarded


def lost(request: HttpRequest) -> HttpResponse:
    """No link, a mangled one, or another step's: nothing is said of what there might be."""
    return render(request, "accounts/guest_lost.html", status=HTTPStatus.NOT_FOUND)


def _over(request: HttpRequest, link: GuestLink) -> HttpResponse:
    """A link that has ended says whom to ask."""
    return render(request, "accounts/guest_over.html", {"link": link}, status=HTTPStatus.GONE)


def _signer() -> signing.Signer:
    return signing.Signer(sep=".", salt=SALT)


def _hash(nonce: str) -> str:
    return hashlib.sha256(nonce.encode()).hexdigest()
