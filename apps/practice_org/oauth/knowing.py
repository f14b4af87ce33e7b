"""What can be asked about a token, and how it ends: introspection and revocation."""

from __future__ import annotations

from typing import Any

from apps.practice_org import grants
from apps.practice_org.directory import Directory
from apps.practice_org.live import LiveOrg
from apps.practice_org.oauth import clients
from apps.practice_org.oauth.clients import Asking
from apps.practice_org.oauth.refusing import OAuthRefusal

DEAD = {"active": False}


def introspect(asking: Asking) -> dict[str, Any]:
    """An app learns about its own tokens alone."""
    live = clients.proven(asking)
    text = asking.need("token")
    session = live.book.of(grants.SESSION, live.id).get(text)
    if session is not None:
        found = grants.find_session(asking.directory, text)
        return DEAD if found is None else _told(asking, live, found.session, "access_token")
    grant = live.book.of(grants.GRANT, live.id).get(text)
    return DEAD if grant is None else _told(asking, live, grant, "refresh_token")


def revoke(directory: Directory, text: str) -> None:
    """A refresh token takes its sessions along; an access token dies alone."""
    for live in directory:
        if grants.revoke_grant(live, text) or grants.end_session(live, text):
            return
    raise OAuthRefusal("unsupported_token_type", "this token type is not supported")


def _told(asking: Asking, live: LiveOrg, row: dict[str, Any], kind: str) -> dict[str, Any]:
    """A refresh token is good until it is revoked and says no end."""
    user = next(one for one in live.org.users if one.id == row["user"])
    created = int(row["created"])
    return {
        "active": True,
        "scope": row["scope"],
        "client_id": live.org.app.consumer_key,
        "username": user.username,
        "sub": f"{asking.caller.login_origin(live)}/id/{live.id}/{user.id}",
        "token_type": kind,
        **({"exp": int(row["expires"])} if "expires" in row else {}),
        "iat": created,
        "nbf": created,
    }
