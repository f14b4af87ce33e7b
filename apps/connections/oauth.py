"""The way to Salesforce's consent page and back: one-time, by the same person, with a secret that stays here."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from typing import Any

from django.core import signing
from django.db.models import Q
from django.utils import timezone

from apps.accounts.models import GuestLink, User
from apps.connections import events, external_app, grants
from apps.connections.errors import ConsentDenied, SignInLost
from apps.connections.models import Connection, Method, SignIn
from apps.connections.refusals import reason
from apps.salesforce import login
from apps.salesforce.errors import SalesforceError, SignInRefused
from apps.tenants.models import Instance
from apps.timeline import history

SALT = "connections.oauth"
VALID_FOR = datetime.timedelta(hours=1)
ENDING = 4


def store_app(instance: Instance, *, consumer_key: str, consumer_secret: str, by: Any) -> None:
    columns = {"consumer_key": consumer_key.strip(), "consumer_secret": consumer_secret.strip()}
    Connection.objects.of(instance).update(**columns)
    history.record(instance, events.APP_STORED, actor=by, ending=columns["consumer_key"][-ENDING:])


def begin(instance: Instance, *, by: User | GuestLink, purpose: SignIn.Purpose = SignIn.Purpose.CONNECT) -> str:
    """The address of the consent page. Ways that nobody came back from are swept out on the way."""
    connection = grants.connection_of(instance)
    nonce, verifier = secrets.token_urlsafe(32), login.new_verifier()
    SignIn.objects.of(instance).filter(began_at__lt=timezone.now() - VALID_FOR).delete()
    whose: dict[str, Any] = {"guest": by} if isinstance(by, GuestLink) else {"by": by}
    columns = {"instance": instance, "purpose": purpose, "nonce_hash": _hash(nonce), "verifier": verifier, **whose}
    SignIn.objects.create(**columns)
    state = signing.TimestampSigner(salt=SALT).sign(nonce)
    hint = _expected(connection) if purpose == SignIn.Purpose.CONNECT else ""
    scope = login.SCOPE if purpose == SignIn.Purpose.CONNECT else login.ONCE
    app = external_app.of(connection)
    return login.oauth_authorize_url(app, state=state, verifier=verifier, login_hint=hint, scope=scope)


def take(state: str, *, user: User | None, guest: GuestLink | None = None) -> SignIn:
    """The sign-in that a state belongs to, for the first and last time. Raises SignInLost.

    A member may hold a guest's link in the same browser; the row says as whom they left.
    """
    try:
        nonce = signing.TimestampSigner(salt=SALT).unsign(state, max_age=VALID_FOR)
    except signing.BadSignature as error:
        raise SignInLost from error
    theirs = Q(by=user, by__isnull=False) | Q(guest=guest, guest__isnull=False)
    found = SignIn.objects.everywhere("the state says which instance").filter(theirs, nonce_hash=_hash(nonce))
    sign_in = found.select_related("instance__agency", "by", "guest__by").first()
    # two tabs may come back with one state: only the one that deletes the row goes on
    if sign_in is None or not found.filter(pk=sign_in.pk).delete()[0]:
        raise SignInLost
    return sign_in


def finish(sign_in: SignIn, code: str, *, by: Any) -> None:
    """Raises SignInRefused, already on the timeline, or an outage; either way the code is used up."""
    instance = sign_in.instance
    try:
        app = external_app.of(grants.connection_of(instance))
        session = _lasting(login.exchange_code(app, code, verifier=sign_in.verifier or ""))
    except SalesforceError as error:
        history.record(
            instance, events.SIGN_IN_REFUSED, actor=by, code=error.code, reason=reason(error.code, error.message)
        )
        raise
    grants.store(instance, Method.OAUTH, grants.oauth_columns(session), by=by)


def denied(sign_in: SignIn, code: str, message: str, *, by: Any) -> ConsentDenied:
    """What Salesforce sent back instead of a code, noted; bounded, for it came through a browser."""
    refusal = ConsentDenied(code=code[:80], message=message[:300])
    why = reason(refusal.data["code"], refusal.data["message"])
    history.record(sign_in.instance, events.SIGN_IN_REFUSED, actor=by, code=refusal.data["code"], reason=why)
    return refusal


def client_credentials(instance: Instance, *, by: Any) -> None:
    """No person signs in; the app runs as the user that it names. Only on a My Domain."""
    try:
        session = login.client_credentials(external_app.of(grants.connection_of(instance)))
    except SalesforceError as error:
        history.record(
            instance, events.SIGN_IN_REFUSED, actor=by, code=error.code, reason=reason(error.code, error.message)
        )
        raise
    grants.store(instance, Method.CLIENT_CREDENTIALS, grants.oauth_columns(session), by=by)


def _lasting(session: login.Session) -> login.Session:
    """An access that cannot be renewed would die within hours, long after everybody has gone home."""
    if not session.refresh_token:
        raise SignInRefused("NO_REFRESH_TOKEN", "The app gave no refresh token")
    return session


def _expected(connection: Connection) -> str:
    return connection.username or str(connection.identity.get("username", ""))


def _hash(nonce: str) -> str:
    return hashlib.sha256(nonce.encode()).hexdigest()
