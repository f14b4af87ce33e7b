"""The sign-in and consent pages that a person meets in the browser; plain forms, no script."""

from __future__ import annotations

import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from apps.practice_org import grants
from apps.practice_org.directory import Directory
from apps.practice_org.oauth import asking
from apps.practice_org.oauth.asking import Asked, ToldTheApp
from apps.practice_org.oauth.refusing import OAuthRefusal
from apps.practice_org.orgs import SyncUser
from apps.practice_org.web import templates

BROWSER, COOKIE = "browser", "practice_sid"
SCOPES = {
    "api": "Manage user data via APIs",
    "refresh_token": "Perform requests at any time",
    "offline_access": "Perform requests at any time",
    "id": "Access the identity URL service",
    "openid": "Access unique user identifiers",
    "profile": "Access the identity URL service",
    "email": "Access the identity URL service",
    "web": "Manage user data via Web browsers",
    "full": "Full access",
}


async def authorize(request: Request) -> Response:
    """GET shows the sign-in or consent page; POST is one of their buttons."""
    directory: Directory = request.app.state.directory
    form = dict(request.query_params)
    if request.method == "POST":
        form |= {key: str(value) for key, value in (await request.form()).items()}
    try:
        asked = asking.read(directory, form)
        return _step(request, asked, form)
    except OAuthRefusal as refusal:
        return _page("oauth_error.html", {"refusal": refusal}, status=400)
    except ToldTheApp as told:
        return RedirectResponse(told.address, 302)


def _step(request: Request, asked: Asked, form: dict[str, str]) -> Response:
    action = form.get("action") if request.method == "POST" else None
    if action == "login":
        return _login(asked, form)
    user = _signed_in(request, asked)
    if action == "deny" and user is not None:
        return RedirectResponse(
            asked.back(error="access_denied", error_description="end-user denied authorization"), 302
        )
    if action == "approve" and user is not None:
        code = grants.make_code(
            asked.live, user, {"redirect_uri": asked.redirect_uri, "scope": asked.scope, "challenge": asked.challenge}
        )
        return RedirectResponse(asked.back(code=code), 302)
    if user is None or "login" in asked.prompt:
        return _show("login.html", asked, form)
    return _show("consent.html", asked, form, user=user)


def _login(asked: Asked, form: dict[str, str]) -> Response:
    user = next((one for one in asked.live.org.users if one.username == form.get("username", "").strip().lower()), None)
    if user is None or not _password_fits(asked, user, form.get("password", "")):
        words = (
            "Please check your username and password. If you still can't log in, contact your Salesforce administrator."
        )
        return _show("login.html", asked, form, trouble=words)
    key = secrets.token_urlsafe(24)
    asked.live.book.put(BROWSER, asked.live.id, key, {"user": user.id})
    reply = _show("consent.html", asked, form, user=user)
    reply.set_cookie(COOKIE, key, httponly=True, samesite="lax", path="/services/oauth2")
    return reply


def _password_fits(asked: Asked, user: SyncUser, given: str) -> bool:
    is_sync = user.id == asked.live.org.user.id
    wanted = asked.live.switches.password if is_sync else user.password
    return secrets.compare_digest(given.encode(), wanted.encode()) and (not is_sync or asked.live.switches.is_active)


def _signed_in(request: Request, asked: Asked) -> SyncUser | None:
    found = asked.live.book.get(BROWSER, request.cookies.get(COOKIE, ""))
    return next((one for one in asked.live.org.users if found and one.id == found["user"]), None)


def _show(name: str, asked: Asked, form: dict[str, str], **extra: Any) -> Response:
    kept = {key: value for key, value in form.items() if key not in {"action", "username", "password"}}
    scopes = list(dict.fromkeys(SCOPES.get(scope, scope) for scope in asked.scope.split()))
    hint = form.get("username") or asked.login_hint
    return _page(name, {"asked": asked, "kept": kept, "scopes": scopes, "hint": hint, "trouble": "", **extra})


def _page(name: str, values: dict[str, Any], status: int = 200) -> Response:
    return HTMLResponse(templates.render(name, **values), status, {"Cache-Control": "no-store"})
