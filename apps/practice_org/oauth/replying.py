"""What a successful token request gets: session, signature, identity URL, and an id_token for `openid`."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from typing import Any

from apps.practice_org import grants
from apps.practice_org.live import LiveOrg
from apps.practice_org.oauth import id_token
from apps.practice_org.orgs import SyncUser
from apps.practice_org.web.hosts import Caller


def whole(
    live: LiveOrg,
    user: SyncUser,
    scope: str,
    caller: Caller,
    *,
    family: str | None = None,
    refresh_token: str | None = None,
    nonce: str = "",
) -> dict[str, Any]:
    """The reply to a code, a refresh token, a device or client credentials."""
    issued_at = str(int(time.time() * 1000))
    short = brief(live, user, scope, caller, family=family)
    reply: dict[str, Any] = {"access_token": short.pop("access_token")}
    if refresh_token:
        reply["refresh_token"] = refresh_token
    reply |= {"signature": sign(live, short["id"], issued_at), "scope": short.pop("scope")}
    if "openid" in scope.split():
        reply["id_token"] = id_token.make(live, user, caller, nonce, reply["access_token"])
    return {**reply, **short, "issued_at": issued_at}


def brief(live: LiveOrg, user: SyncUser, scope: str, caller: Caller, *, family: str | None = None) -> dict[str, Any]:
    """The reply to a JWT: no signature and no time."""
    return {
        "access_token": grants.open_session(live, user, scope=scope, family=family),
        "scope": scope,
        "instance_url": caller.org_origin(live),
        "id": identity_url(live, user, caller),
        "token_type": "Bearer",
    }


def identity_url(live: LiveOrg, user: SyncUser, caller: Caller) -> str:
    return f"{caller.login_origin(live)}/id/{live.id}/{user.id}"


def sign(live: LiveOrg, identity: str, issued_at: str) -> str:
    """HMAC-SHA256 with the consumer secret: it proves that the identity URL was not swapped on the way."""
    secret = live.org.app.consumer_secret.encode()
    return base64.b64encode(hmac.new(secret, (identity + issued_at).encode(), hashlib.sha256).digest()).decode()
