"""Who is signed in in this browser, and how a person signs in with user name and password."""

from __future__ import annotations

import secrets

from starlette.requests import Request
from starlette.responses import Response

from apps.practice_org import logins
from apps.practice_org.directory import Directory
from apps.practice_org.live import LiveOrg
from apps.practice_org.orgs import SyncUser
from apps.practice_org.web.hosts import Caller

BROWSER, COOKIE = "browser", "practice_sid"
WRONG = "Please check your username and password. If you still can't log in, contact your Salesforce administrator."
FAST = "login rate exceeded"


class NotIn(Exception):
    """The words above the form."""


def sign_in(directory: Directory, username: str, password: str, caller: Caller) -> tuple[LiveOrg, SyncUser]:
    """Any user of any org behind this host; nobody learns which part was wrong."""
    found = directory.of_username(username)
    if found is None or not caller.reaches(found[0]):
        raise NotIn(WRONG)
    live, user = found
    if not logins.count(live, user):
        raise NotIn(FAST)
    is_barred = logins.is_locked(live, user) or not logins.is_active(live, user)
    is_elsewhere = logins.is_outside(live, caller.address) or logins.is_too_late(live)
    if is_barred or is_elsewhere or not logins.fits(live, user, password):
        logins.note_failure(live, user)
        raise NotIn(WRONG)
    logins.note_success(live, user)
    return live, user


def remember(response: Response, live: LiveOrg, user: SyncUser) -> None:
    key = secrets.token_urlsafe(24)
    live.book.put(BROWSER, live.id, key, {"user": user.id})
    response.set_cookie(COOKIE, key, httponly=True, samesite="lax", path="/services/oauth2")


def known(request: Request, live: LiveOrg) -> SyncUser | None:
    """The user of this org who signed in before."""
    found = live.book.get(BROWSER, request.cookies.get(COOKIE, ""))
    return next((one for one in live.org.users if found and one.id == found["user"]), None)
