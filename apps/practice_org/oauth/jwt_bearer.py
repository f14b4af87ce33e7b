"""The JWT bearer flow: an assertion signed with the private half of the app's certificate becomes a session."""

from __future__ import annotations

import json
import time
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey
from joserfc.jws import extract_compact

from apps.practice_org import grants, logins
from apps.practice_org.live import LiveOrg
from apps.practice_org.oauth import clients, entering, replying
from apps.practice_org.oauth.clients import Asking
from apps.practice_org.oauth.refusing import invalid_grant
from apps.practice_org.orgs import SyncUser
from apps.practice_org.refusals import Refusal
from apps.practice_org.web.hosts import PRODUCTION, SANDBOX, Caller, my_domain

GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer"
LONGEST = 5 * 60
SLACK = 60
SALESFORCE = ".salesforce.com"
REFRESHING = frozenset({"refresh_token", "offline_access"})


def session(asking: Asking) -> dict[str, Any]:
    assertion = asking.need("assertion")
    live = clients.find(asking, str(_unchecked(assertion).get("iss", "")))
    claims = _checked(live, assertion)
    entering.check_app(live)
    _check_expiry(claims)
    _check_audience(live, asking.caller, str(claims.get("aud", "")))
    user = _user(live, str(claims.get("sub", "")))
    entering.check(live, user, asking.caller)
    return replying.brief(live, user, _scope(live, user), asking.caller)


def check_certificate(text: str) -> None:
    """What a trainer uploads must be a certificate with an RSA key."""
    try:
        _key(text)
    except ValueError as trouble:
        raise Refusal("INVALID_FIELD", "that is no X.509 certificate in PEM with an RSA key") from trouble


def _unchecked(assertion: str) -> dict[str, Any]:
    """Who claims to speak, before the signature says whether it is true."""
    try:
        claims = json.loads(extract_compact(assertion.encode()).payload)
    except (JoseError, ValueError) as trouble:
        raise invalid_grant("invalid assertion") from trouble
    if not isinstance(claims, dict):
        raise invalid_grant("invalid assertion")
    return claims


def _checked(live: LiveOrg, assertion: str) -> dict[str, Any]:
    if not live.switches.certificate:
        raise invalid_grant("invalid assertion")
    try:
        return dict(jwt.decode(assertion, _key(live.switches.certificate), algorithms=["RS256"]).claims)
    except JoseError as trouble:
        raise invalid_grant("invalid assertion") from trouble


def _key(certificate: str) -> RSAKey:
    public = x509.load_pem_x509_certificate(certificate.encode()).public_key()
    return RSAKey.import_key(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def _check_expiry(claims: dict[str, Any]) -> None:
    """Some clients write the time as text."""
    try:
        left = float(claims.get("exp", 0)) - time.time()
    except (TypeError, ValueError) as trouble:
        raise invalid_grant("invalid assertion") from trouble
    if left < -SLACK:
        raise invalid_grant("expired authorization code")
    if left > LONGEST + SLACK:
        raise invalid_grant("invalid assertion")


def _check_audience(live: LiveOrg, caller: Caller, audience: str) -> None:
    """A sandbox answers to test, production to login, both to their My Domain and to the address that was called."""
    host = audience.partition("//")[2].partition("/")[0].partition(":")[0].lower()
    mine = {SANDBOX if live.org.is_sandbox else PRODUCTION, my_domain(live.org), caller.host}
    if host in mine and (host != caller.host or caller.reaches(live)):
        return
    raise invalid_grant("audience is invalid" if host.endswith(SALESFORCE) else "Audience validation failed")


def _user(live: LiveOrg, username: str) -> SyncUser:
    user = next((one for one in live.org.users if one.username == username.strip().lower()), None)
    if user is not None and not logins.is_active(live, user):
        raise invalid_grant("inactive user")
    if user is not None and entering.is_shut_out(live, user):
        raise invalid_grant("user is not admin approved")
    if user is None or not _is_known(live, user):
        raise invalid_grant("user hasn't approved this consumer")
    return user


def _is_known(live: LiveOrg, user: SyncUser) -> bool:
    """By an administrator's approval, or by an earlier consent for offline access."""
    return live.switches.admin_approved_only or bool(REFRESHING & grants.approved(live, user))


def _scope(live: LiveOrg, user: SyncUser) -> str:
    allowed = live.switches.scopes
    scopes = allowed if live.switches.admin_approved_only else sorted(grants.approved(live, user) & set(allowed))
    return " ".join(one for one in scopes if one not in REFRESHING)
