"""POST /services/oauth2/token and /revoke: codes, refresh tokens and client credentials become sessions."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Mapping
from typing import Any

from apps.practice_org import grants
from apps.practice_org.directory import Directory
from apps.practice_org.live import LiveOrg
from apps.practice_org.oauth.refusing import OAuthRefusal
from apps.practice_org.orgs import SyncUser

REFRESHING = frozenset({"refresh_token", "offline_access"})
LOGIN_HOSTS = ("login.", "test.")

Form = Mapping[str, str]


def token(directory: Directory, form: Form, origin: str, basic: tuple[str, str] | None = None) -> dict[str, Any]:
    kinds = {
        "authorization_code": _from_code,
        "refresh_token": _from_refresh_token,
        "client_credentials": _from_client,
        "password": _from_password,
    }
    kind = form.get("grant_type", "")
    if kind not in kinds:
        raise OAuthRefusal("unsupported_grant_type", "grant type not supported")
    key, secret = basic or (form.get("client_id", ""), form.get("client_secret", ""))
    live = directory.of_consumer_key(key)
    if live is None:
        raise OAuthRefusal("invalid_client_id", "client identifier invalid")
    if not hmac.compare_digest(secret, live.org.app.consumer_secret):
        raise OAuthRefusal("invalid_client", "invalid client credentials")
    return kinds[kind](live, form, origin)


def revoke(directory: Directory, text: str) -> None:
    """A refresh token takes its sessions along; an access token dies alone."""
    for live in directory:
        if grants.revoke_grant(live, text) or live.book.delete(grants.SESSION, text):
            return
    raise OAuthRefusal("unsupported_token_type", "this token type is not supported")


def _from_code(live: LiveOrg, form: Form, origin: str) -> dict[str, Any]:
    code = grants.take_code(live.book, form.get("code", ""))
    if code is None or code["org"] != live.id:
        raise OAuthRefusal("invalid_grant", "invalid authorization code")
    if not grants.is_fresh(code):
        raise OAuthRefusal("invalid_grant", "expired authorization code")
    if form.get("redirect_uri", "") != code["redirect_uri"]:
        raise OAuthRefusal("redirect_uri_mismatch", "redirect_uri must match configuration")
    if code["challenge"] and not _matches(code["challenge"], form.get("code_verifier", "")):
        raise OAuthRefusal("invalid_grant", "invalid code verifier")
    user = _user(live, code["user"])
    refresh = grants.make_grant(live, user, code["scope"]) if REFRESHING & set(code["scope"].split()) else None
    return _reply(live, user, code["scope"], origin, refresh, shown=refresh)


def _from_refresh_token(live: LiveOrg, form: Form, origin: str) -> dict[str, Any]:
    text = form.get("refresh_token", "")
    grant = grants.use_grant(live, text)
    if grant is None:
        raise OAuthRefusal("invalid_grant", "expired access/refresh token")
    user = _user(live, grant["user"])
    if not live.switches.rotates_refresh_tokens:
        return _reply(live, user, grant["scope"], origin, text, shown=None)
    grants.revoke_grant(live, text)
    fresh = grants.make_grant(live, user, grant["scope"])
    return _reply(live, user, grant["scope"], origin, fresh, shown=fresh)


def _from_client(live: LiveOrg, _form: Form, origin: str) -> dict[str, Any]:
    """Works on a My Domain only; the run-as user is the sync user."""
    if origin.partition("//")[2].startswith(LOGIN_HOSTS):
        raise OAuthRefusal("invalid_grant", "request not supported on this domain")
    return _reply(live, live.org.user, "api id", origin, None, shown=None)


def _from_password(_live: LiveOrg, _form: Form, _origin: str) -> dict[str, Any]:
    """Blocked in new orgs and for every External Client App."""
    raise OAuthRefusal("invalid_grant", "authentication failure")


def _user(live: LiveOrg, user_id: str) -> SyncUser:
    user = next((one for one in live.org.users if one.id == user_id), None)
    if user is None or (user.id == live.org.user.id and not live.switches.is_active):
        raise OAuthRefusal("inactive_user", "user is inactive")
    return user


def _matches(challenge: str, verifier: str) -> bool:
    digest = hashlib.sha256(verifier.encode()).digest()
    return hmac.compare_digest(base64.urlsafe_b64encode(digest).rstrip(b"=").decode(), challenge)


def _reply(
    live: LiveOrg, user: SyncUser, scope: str, origin: str, refresh: str | None, *, shown: str | None
) -> dict[str, Any]:
    issued_at = str(int(time.time() * 1000))
    identity = f"{origin}/id/{live.id}/{user.id}"
    secret = live.org.app.consumer_secret.encode()
    signature = hmac.new(secret, (identity + issued_at).encode(), hashlib.sha256).digest()
    reply: dict[str, Any] = {"access_token": grants.open_session(live, user, scope=scope, refresh_token=refresh)}
    if shown:
        reply["refresh_token"] = shown
    return {
        **reply,
        "signature": base64.b64encode(signature).decode(),
        "scope": scope,
        "instance_url": origin,
        "id": identity,
        "token_type": "Bearer",
        "issued_at": issued_at,
    }
