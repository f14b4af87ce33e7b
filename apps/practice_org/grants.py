"""Who is signed in: authorization codes, refresh tokens and sessions, kept in the book so that a restart keeps them."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import Any

from apps.practice_org import ids
from apps.practice_org.book import Book
from apps.practice_org.directory import Directory
from apps.practice_org.live import LiveOrg
from apps.practice_org.orgs import SyncUser

CODE, GRANT, SESSION = "code", "grant", "session"
CODE_SECONDS = 15 * 60
SESSION_SECONDS = 2 * 60 * 60
GRANTS_KEPT = 5  # of one user and app; the oldest dies when a sixth is made


@dataclass(frozen=True, slots=True)
class SignedIn:
    live: LiveOrg
    user: SyncUser
    session: dict[str, Any]


def open_session(live: LiveOrg, user: SyncUser, *, scope: str, refresh_token: str | None = None) -> str:
    token = f"{live.id[: ids.SHORT]}!AQ{secrets.token_urlsafe(69)[:92].replace('-', '_')}"
    now = time.time()
    body = {"user": user.id, "scope": scope, "refresh": refresh_token, "created": now, "expires": now + SESSION_SECONDS}
    live.book.put(SESSION, live.id, token, body)
    return token


def find_session(directory: Directory, token: str) -> SignedIn | None:
    """The session of a Bearer token; using it in its second half keeps it alive."""
    live = directory.find(token.partition("!")[0])
    session = live.book.get(SESSION, token) if live else None
    if live is None or session is None or session["expires"] < time.time():
        return None
    if session["expires"] - time.time() < SESSION_SECONDS / 2:
        session["expires"] = time.time() + SESSION_SECONDS
        live.book.put(SESSION, live.id, token, session)
    user = next((one for one in live.org.users if one.id == session["user"]), None)
    return SignedIn(live, user, session) if user else None


def make_code(live: LiveOrg, user: SyncUser, asked: dict[str, Any]) -> str:
    code = f"aPrx{secrets.token_urlsafe(48)}=="
    body = {"user": user.id, "org": live.id, "made": time.time(), "is_used": False, **asked}
    live.book.put(CODE, live.id, code, body)
    return code


def take_code(book: Book, code: str) -> dict[str, Any] | None:
    """The code's facts, with `is_used` telling whether somebody took it before."""
    found = book.get(CODE, code)
    if found is not None and not found["is_used"]:
        book.put(CODE, found["org"], code, {**found, "is_used": True})
    return found


def is_fresh(code: dict[str, Any]) -> bool:
    return not code["is_used"] and time.time() - code["made"] < CODE_SECONDS


def make_grant(live: LiveOrg, user: SyncUser, scope: str) -> str:
    token = f"5Aep861{secrets.token_urlsafe(60)[:80]}"
    body = {
        "user": user.id,
        "scope": scope,
        "created": time.time(),
        "last_used": time.time(),
        "uses": 0,
        "state": "alive",
    }
    live.book.put(GRANT, live.id, token, body)
    mine = [(row["created"], key) for key, row in live.book.of(GRANT, live.id).items() if row["user"] == user.id]
    for _, key in sorted(mine)[:-GRANTS_KEPT]:
        revoke_grant(live, key)
    return token


def use_grant(live: LiveOrg, token: str) -> dict[str, Any] | None:
    found = live.book.get(GRANT, token)
    if found is None or found["state"] != "alive":
        return None
    used = {**found, "last_used": time.time(), "uses": found["uses"] + 1}
    live.book.put(GRANT, live.id, token, used)
    return used


def revoke_grant(live: LiveOrg, token: str) -> bool:
    """The refresh token and every session that came from it."""
    for key, session in live.book.of(SESSION, live.id).items():
        if session.get("refresh") == token:
            live.book.delete(SESSION, key)
    return live.book.delete(GRANT, token)


def expire_sessions(live: LiveOrg) -> int:
    return live.book.delete_all(SESSION, live.id)


def revoke_all(live: LiveOrg) -> int:
    expire_sessions(live)
    return live.book.delete_all(GRANT, live.id)
