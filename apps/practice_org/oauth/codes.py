"""Authorization codes: made when a person allows the app, good for one exchange and a few minutes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
import time
from dataclasses import dataclass

from apps.practice_org.live import LiveOrg
from apps.practice_org.orgs import SyncUser

CODE = "code"
# the standard ends at 128 characters; Salesforce asks for 128 bytes, which are 171 in base64, and clients send them
VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,171}")


@dataclass(frozen=True, slots=True)
class Code:
    user: str
    redirect_uri: str
    scope: str
    challenge: str
    nonce: str
    is_fresh: bool


def make(live: LiveOrg, user: SyncUser, *, redirect_uri: str, scope: str, challenge: str, nonce: str) -> str:
    code = f"aPrx{secrets.token_urlsafe(48)}=="
    body = {"redirect_uri": redirect_uri, "scope": scope, "challenge": challenge, "nonce": nonce}
    live.book.put(CODE, live.id, code, {"user": user.id, "made": time.time(), "is_used": False, **body})
    return code


def take(live: LiveOrg, code: str) -> Code | None:
    """None when this org never made the code; a second taker finds it no longer fresh."""
    found = live.book.of(CODE, live.id).get(code)
    if found is None:
        return None
    live.book.put(CODE, live.id, code, {**found, "is_used": True})
    age, is_used = time.time() - found.pop("made"), found.pop("is_used")
    return Code(**found, is_fresh=not is_used and age < live.switches.code_seconds)


def matches(challenge: str, verifier: str) -> bool:
    if not VERIFIER.fullmatch(verifier):
        return False
    digest = hashlib.sha256(verifier.encode()).digest()
    return hmac.compare_digest(base64.urlsafe_b64encode(digest).rstrip(b"=").decode(), challenge)
