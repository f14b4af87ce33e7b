"""OpenID Connect: the signed id_token, the keys to check it with, and the document that names the addresses."""

from __future__ import annotations

import base64
import hashlib
import time
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey

from apps.practice_org.book import Book
from apps.practice_org.live import LiveOrg
from apps.practice_org.orgs import SyncUser
from apps.practice_org.sign_in import SCOPES
from apps.practice_org.web.hosts import Caller

KEY, KEY_ID, BITS = "oidc_key", "200", 2048
LIFETIME = 120


def make(live: LiveOrg, user: SyncUser, caller: Caller, nonce: str, access_token: str) -> str:
    now = int(time.time())
    issuer = caller.login_origin(live)
    claims: dict[str, Any] = {
        "at_hash": _half_hash(access_token),
        "sub": f"{issuer}/id/{live.id}/{user.id}",
        "aud": live.org.app.consumer_key,
        "iss": issuer,
        "exp": now + LIFETIME,
        "iat": now,
    }
    if nonce:
        claims["nonce"] = nonce
    return jwt.encode({"kid": KEY_ID, "typ": "JWT", "alg": "RS256"}, claims, _key(live.book))


def keys(book: Book) -> dict[str, Any]:
    public = _key(book).as_dict(private=False)
    return {"keys": [{"kty": "RSA", "n": public["n"], "e": public["e"], "alg": "RS256", "use": "sig", "kid": KEY_ID}]}


def configuration(origin: str) -> dict[str, Any]:
    oauth = f"{origin}/services/oauth2"
    return {
        "issuer": origin,
        "authorization_endpoint": f"{oauth}/authorize",
        "token_endpoint": f"{oauth}/token",
        "revocation_endpoint": f"{oauth}/revoke",
        "userinfo_endpoint": f"{oauth}/userinfo",
        "jwks_uri": f"{origin}/id/keys",
        "introspection_endpoint": f"{oauth}/introspect",
        "scopes_supported": list(SCOPES),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "code_challenge_methods_supported": ["S256"],
        "display_values_supported": ["page", "popup", "touch"],
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic", "private_key_jwt"],
    }


def _key(book: Book) -> RSAKey:
    """Made when the first app asks, and kept: who saved the public half checks with it after a restart too."""
    kept = book.get(KEY, KEY)
    if kept is None:
        kept = dict(RSAKey.generate_key(BITS, private=True).as_dict(private=True))
        book.put(KEY, "", KEY, kept)
    return RSAKey.import_key(kept)


def _half_hash(token: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()[:16]).rstrip(b"=").decode()
