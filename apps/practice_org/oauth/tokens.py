"""POST /services/oauth2/token: codes, refresh tokens, secrets, passwords, JWTs and devices become sessions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from apps.practice_org import grants, logins
from apps.practice_org.live import LiveOrg
from apps.practice_org.logins import Password
from apps.practice_org.oauth import clients, codes, device, entering, jwt_bearer, replying
from apps.practice_org.oauth.clients import Asking
from apps.practice_org.oauth.refusing import (
    OAuthRefusal,
    invalid_grant,
    not_approved,
)
from apps.practice_org.orgs import SyncUser

Reply = dict[str, Any]
EXPIRED = "expired access/refresh token"


def token(asking: Asking) -> Reply:
    kind = asking.form.get("grant_type", "")
    if asking.form.get("response_type") == "device_code":
        return device.begin(asking)
    if kind == jwt_bearer.GRANT_TYPE:
        return jwt_bearer.session(asking)
    if kind not in FLOWS:
        raise OAuthRefusal("unsupported_grant_type", "grant type not supported")
    return FLOWS[kind](clients.proven(asking), asking)


def _from_code(live: LiveOrg, asking: Asking) -> Reply:
    code = codes.take(live, asking.need("code"))
    if code is None:
        raise invalid_grant("invalid authorization code")
    if not code.is_fresh:
        raise invalid_grant("expired authorization code")
    if asking.form.get("redirect_uri", "") != code.redirect_uri:
        raise OAuthRefusal("redirect_uri_mismatch", "redirect_uri must match configuration")
    if code.challenge and not codes.matches(code.challenge, asking.form.get("code_verifier", "")):
        raise invalid_grant("invalid code verifier")
    return _granted(live, asking, entering.find_user(live, code.user), code.scope, code.nonce)


def _from_device(live: LiveOrg, asking: Asking) -> Reply:
    user_id, scope = device.poll(live, asking.need("code"))
    return _granted(live, asking, entering.find_user(live, user_id), scope)


def _granted(live: LiveOrg, asking: Asking, user: SyncUser, scope: str, nonce: str = "") -> Reply:
    """What a person's consent brings: a session, and a refresh token where the scope has it."""
    entering.check(live, user, asking.caller)
    if not jwt_bearer.REFRESHING & set(scope.split()):
        return replying.whole(live, user, scope, asking.caller, nonce=nonce)
    refresh, family = grants.make_grant(live, user, scope)
    return replying.whole(live, user, scope, asking.caller, family=family, refresh_token=refresh, nonce=nonce)


def _from_refresh_token(live: LiveOrg, asking: Asking) -> Reply:
    text = asking.need("refresh_token")
    grant = None if live.switches.app_is_blocked else grants.use_grant(live, text)
    if grant is None:
        raise invalid_grant(EXPIRED)
    user = entering.find_user(live, grant["user"])
    if entering.is_shut_out(live, user):
        raise not_approved()
    entering.check(live, user, asking.caller)
    fresh = grants.rotate(live, user, text, grant) if live.switches.rotates_refresh_tokens else None
    scope, family = grant["scope"], grant["family"]
    return replying.whole(live, user, scope, asking.caller, family=family, refresh_token=fresh)


def _from_client(live: LiveOrg, asking: Asking) -> Reply:
    """Works on a My Domain only; the Run-As user is the sync user."""
    if asking.caller.is_login_host:
        raise invalid_grant("request not supported on this domain")
    entering.check_app(live)
    user = live.org.user
    if not live.switches.has_run_as_user:
        raise invalid_grant("no client credentials user enabled")
    if not logins.is_active(live, user):
        raise invalid_grant("inactive user")
    if entering.is_shut_out(live, user):
        raise invalid_grant("user is not admin approved")
    entering.check(live, user, asking.caller)
    return replying.whole(live, user, "api id", asking.caller)


def _from_password(live: LiveOrg, asking: Asking) -> Reply:
    """Blocked in new orgs and for every External Client App, until a trainer opens it."""
    username, password = asking.form.get("username", ""), asking.form.get("password", "")
    user = next((one for one in live.org.users if one.username == username.strip().lower()), None)
    if not live.switches.password_flow or user is None or not logins.is_active(live, user):
        raise invalid_grant("authentication failure")
    entering.check_app(live)
    entering.check(live, user, asking.caller)
    verdict = logins.weigh(live, user, password, asking.caller.address)
    if logins.is_locked(live, user) or verdict is not Password.FITS:
        logins.note_failure(live, user)
        raise invalid_grant("authentication failure")
    if entering.is_shut_out(live, user):
        raise not_approved()
    logins.note_success(live, user)
    return replying.whole(live, user, "api id", asking.caller)


FLOWS: dict[str, Callable[[LiveOrg, Asking], Reply]] = {
    "authorization_code": _from_code,
    "refresh_token": _from_refresh_token,
    "client_credentials": _from_client,
    "password": _from_password,
    "device": _from_device,
}
