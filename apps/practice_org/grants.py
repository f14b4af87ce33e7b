"""Who is signed in: sessions, and the grants behind them, kept in the book so that a restart keeps them."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import Any

from apps.practice_org import ids
from apps.practice_org.directory import Directory
from apps.practice_org.live import LiveOrg
from apps.practice_org.orgs import SyncUser

GRANT, ROTATED, SESSION, APPROVAL = "grant", "rotated", "session", "approval"
GRANTS_KEPT = 5  # of one user and app; the oldest dies when a sixth is made
API_SCOPES = frozenset({"api", "full"})


@dataclass(frozen=True, slots=True)
class SignedIn:
    live: LiveOrg
    user: SyncUser
    session: dict[str, Any]

    @property
    def scopes(self) -> frozenset[str]:
        return frozenset(self.session["scope"].split())

    @property
    def may_call(self) -> bool:
        """Without the scope `api` a session is good for identity alone."""
        return bool(API_SCOPES & self.scopes)


def open_session(live: LiveOrg, user: SyncUser, *, scope: str, family: str | None = None) -> str:
    """`family` is that of the grant, whose end ends the session too."""
    token = f"{live.id[: ids.SHORT]}!AQ{secrets.token_urlsafe(69)[:92].replace('-', '_')}"
    now = time.time()
    expires = now + live.switches.session_seconds
    body = {"user": user.id, "scope": scope, "family": family, "created": now, "expires": expires}
    live.book.put(SESSION, live.id, token, body)
    return token


def find_session(directory: Directory, token: str) -> SignedIn | None:
    """The session of a Bearer token; using it in its second half keeps it alive."""
    live = directory.find(token.partition("!")[0])
    session = live.book.get(SESSION, token) if live else None
    if live is None or session is None or session["expires"] < time.time():
        return None
    lifetime = live.switches.session_seconds
    if session["expires"] - time.time() < lifetime / 2:
        session["expires"] = time.time() + lifetime
        live.book.put(SESSION, live.id, token, session)
    user = next((one for one in live.org.users if one.id == session["user"]), None)
    return SignedIn(live, user, session) if user else None


def end_session(live: LiveOrg, token: str) -> bool:
    return token in live.book.of(SESSION, live.id) and live.book.delete(SESSION, token)


def make_grant(live: LiveOrg, user: SyncUser, scope: str, family: str = "") -> tuple[str, str]:
    """A refresh token and its family, which all tokens that follow it by rotation share."""
    token = f"5Aep861{secrets.token_urlsafe(60)[:80]}"
    now = time.time()
    body = {
        "user": user.id,
        "scope": scope,
        "created": now,
        "last_used": now,
        "uses": 0,
        "family": family or secrets.token_hex(8),
    }
    live.book.put(GRANT, live.id, token, body)
    mine = [(row["created"], key) for key, row in live.book.of(GRANT, live.id).items() if row["user"] == user.id]
    for _, key in sorted(mine)[:-GRANTS_KEPT]:
        revoke_grant(live, key)
    return token, str(body["family"])


def use_grant(live: LiveOrg, token: str) -> dict[str, Any] | None:
    """The grant of a refresh token; one that was rotated out takes its whole family down."""
    found = live.book.of(GRANT, live.id).get(token)
    if found is None:
        _punish(live, token)
        return None
    idle = live.switches.idle_seconds
    if idle and time.time() - found["last_used"] > idle:
        revoke_grant(live, token)
        return None
    used = {**found, "last_used": time.time(), "uses": found["uses"] + 1}
    live.book.put(GRANT, live.id, token, used)
    return used


def rotate(live: LiveOrg, user: SyncUser, token: str, grant: dict[str, Any]) -> str:
    live.book.delete(GRANT, token)
    live.book.put(ROTATED, live.id, token, {"family": grant["family"]})
    return make_grant(live, user, grant["scope"], grant["family"])[0]


def revoke_grant(live: LiveOrg, token: str) -> bool:
    """The refresh token and every session that came from it; the last one takes the user's approval along."""
    found = live.book.of(GRANT, live.id).get(token)
    if found is None:
        return False
    for key, session in live.book.of(SESSION, live.id).items():
        if session["family"] == found["family"]:
            live.book.delete(SESSION, key)
    live.book.delete(GRANT, token)
    if all(row["user"] != found["user"] for row in live.book.of(GRANT, live.id).values()):
        live.book.delete(APPROVAL, key_of(live, found["user"]))
    return True


def approve(live: LiveOrg, user: SyncUser, scope: str) -> None:
    live.book.put(
        APPROVAL, live.id, key_of(live, user.id), {"scopes": sorted(approved(live, user) | set(scope.split()))}
    )


def approved(live: LiveOrg, user: SyncUser) -> frozenset[str]:
    """The scopes that the user has allowed the app."""
    return frozenset((live.book.get(APPROVAL, key_of(live, user.id)) or {"scopes": []})["scopes"])


def key_of(live: LiveOrg, user_id: str) -> str:
    """Users of two orgs may have the same id."""
    return f"{live.id}:{user_id}"


def expire_sessions(live: LiveOrg) -> int:
    return live.book.delete_all(SESSION, live.id)


def revoke_all(live: LiveOrg) -> int:
    expire_sessions(live)
    live.book.delete_all(APPROVAL, live.id)
    return live.book.delete_all(GRANT, live.id)


def _punish(live: LiveOrg, token: str) -> None:
    """Somebody else may hold the rotated token, so nobody keeps what came from it."""
    rotated = live.book.of(ROTATED, live.id).get(token)
    for key, grant in live.book.of(GRANT, live.id).items():
        if rotated and grant["family"] == rotated["family"]:
            revoke_grant(live, key)
