"""The sign-in and approval pages that a person meets in the browser; plain forms, no script."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from apps.practice_org import grants
from apps.practice_org.oauth import asking, browser, codes, entering
from apps.practice_org.oauth.asking import Asked, ToldTheApp
from apps.practice_org.oauth.refusing import OAuthRefusal
from apps.practice_org.orgs import SyncUser
from apps.practice_org.web import templates
from apps.practice_org.web.hosts import caller

OURS = frozenset({"action", "username", "password"})
NEEDS_ASKING = frozenset({"login", "consent"})
SCOPES = {
    "api": "Manage user data via APIs",
    "refresh_token": "Perform requests at any time",
    "offline_access": "Perform requests at any time",
    "id": "Access the identity URL service",
    "openid": "Access unique user identifiers",
    "profile": "Access the identity URL service",
    "email": "Access the identity URL service",
    "address": "Access the identity URL service",
    "phone": "Access the identity URL service",
    "web": "Manage user data via Web browsers",
    "full": "Full access",
    "chatter_api": "Access Connect REST API resources",
    "custom_permissions": "Access custom permissions",
}


async def authorize(request: Request) -> Response:
    """GET shows the sign-in or approval page; POST is one of their buttons."""
    form = dict(request.query_params)
    if request.method == "POST":
        form |= {key: str(value) for key, value in (await request.form()).items()}
    else:
        form.pop("action", None)
    try:
        asked = asking.read(request.app.state.directory, form, caller(request))
        return _step(request, asked, form)
    except OAuthRefusal as refusal:
        return _page("oauth_error.html", {"refusal": refusal, "display": form.get("display", "page")}, status=400)
    except ToldTheApp as told:
        return RedirectResponse(told.address, 302)


def _step(request: Request, asked: Asked, form: dict[str, str]) -> Response:
    action = form.get("action", "")
    if action == "login":
        return _login(request, asked, form)
    user = browser.known(request, asked.live)
    if action == "other" or user is None:
        return _show("login.html", asked, form)
    if action == "deny":
        raise ToldTheApp(asked, "access_denied", "end-user denied authorization")
    if action == "approve":
        return _allowed(asked, user)
    return _welcome(asked, form, user) if action == "stay" else _arrived(asked, form, user)


def _arrived(asked: Asked, form: dict[str, str], user: SyncUser) -> Response:
    """Somebody is signed in already; the app may want that to be said again."""
    if "login" in asked.prompt:
        return _show("login.html", asked, form)
    if "select_account" in asked.prompt:
        return _show("accounts.html", asked, form, user=user)
    return _welcome(asked, form, user)


def _login(request: Request, asked: Asked, form: dict[str, str]) -> Response:
    directory = request.app.state.directory
    try:
        live, user = browser.sign_in(directory, form.get("username", ""), form.get("password", ""), asked.caller)
    except browser.NotIn as words:
        return _show("login.html", asked, form, trouble=str(words))
    entering.check_page(asked.live, live, asked.caller)
    reply = _welcome(asked, form, user)
    browser.remember(reply, live, user)
    return reply


def _welcome(asked: Asked, form: dict[str, str], user: SyncUser) -> Response:
    """Nobody is asked where an administrator approved, or where the same was allowed before."""
    entering.check_policy(asked.live, user)
    is_known = set(asked.scope.split()) <= grants.approved(asked.live, user) and not NEEDS_ASKING & asked.prompt
    if is_known or asked.live.switches.admin_approved_only:
        return _allowed(asked, user)
    return _show("consent.html", asked, form, user=user)


def _allowed(asked: Asked, user: SyncUser) -> Response:
    entering.check_policy(asked.live, user)
    if not asked.live.switches.admin_approved_only:
        grants.approve(asked.live, user, asked.scope)
    code = codes.make(
        asked.live,
        user,
        redirect_uri=asked.redirect_uri,
        scope=asked.scope,
        challenge=asked.challenge,
        nonce=asked.nonce,
    )
    return RedirectResponse(asked.back(code=code), 302)


def _show(name: str, asked: Asked, form: dict[str, str], **extra: Any) -> Response:
    kept = {key: value for key, value in form.items() if key not in OURS}
    scopes = list(dict.fromkeys(SCOPES.get(scope, scope) for scope in asked.scope.split()))
    hint = form.get("username") or asked.login_hint
    values = {"asked": asked, "kept": kept, "scopes": scopes, "hint": hint, "trouble": "", "display": asked.display}
    return _page(name, {**values, **extra})


def _page(name: str, values: dict[str, Any], status: int = 200) -> Response:
    return HTMLResponse(templates.render(name, **values), status, {"Cache-Control": "no-store"})
