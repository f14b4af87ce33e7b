"""Renews the access to an org: one worker at a time, and what comes back is stored before anybody uses it."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.connections import events, external_app
from apps.connections.errors import NotConnected
from apps.connections.models import Connection, Method
from apps.connections.refusals import reason
from apps.salesforce import login, soap
from apps.salesforce.errors import BrokenStream, GrantEnded, HostRefused, PasswordExpired, Refusal, SessionExpired
from apps.tenants.models import Instance
from apps.timeline import history

RENEWED = ["access_token", "refresh_token", "instance_url", "renewed_at"]
REFUSED = ["refused_code", "refused_message", "refused_at"]


class Session:
    """Remembers which token its client had, to see whether another worker has renewed it already."""

    def __init__(self, connection: Connection) -> None:
        self.instance: Instance = connection.instance
        self.address = connection.instance_url
        self.token = connection.access_token or ""

    def renew(self) -> str:
        """The token to go on with. Raises the refusal that ended the access, NotConnected after a sign-out."""
        connection, refusal = _renew_once(self.instance, self.token)
        if refusal:
            why = reason(refusal.code, refusal.message)
            history.record(self.instance, events.RENEWAL_REFUSED, code=refusal.code, reason=why)
            raise refusal
        if connection.instance_url != self.address:
            # a token is for its own org's address alone: whoever asked opens a new client
            raise BrokenStream("CONNECTION_MOVED", "The org has another address now")
        self.token = connection.access_token or ""
        return self.token


def refused(connection: Connection) -> GrantEnded:
    """The refusal that ended the access, again, without asking Salesforce a second time."""
    return GrantEnded(connection.refused_code, connection.refused_message)


def _renew_once(instance: Instance, held: str) -> tuple[Connection, Refusal | None]:
    """Whoever waited for the lock finds the work done, or refused, and asks nothing."""
    # durable: an outer transaction that rolls back would lose a rotated token, and with it the whole grant
    with transaction.atomic(durable=True):
        connection = Connection.objects.of(instance).select_for_update().get()
        if connection.refused_at:
            raise refused(connection)
        if not connection.access_token:
            raise NotConnected
        return connection, _renewed(connection) if connection.access_token == held else None


def _renewed(connection: Connection) -> Refusal | None:
    """Asks once; a refusal is stored in the same transaction, so that nobody asks again with what was refused."""
    try:
        _take_new(connection)
    except HostRefused:
        raise  # nothing was asked, so nothing was turned down
    except Refusal as error:
        connection.refused_code = error.code
        connection.refused_message = error.message
        connection.refused_at = timezone.now()
        connection.save(update_fields=REFUSED)
        return error
    connection.renewed_at = timezone.now()
    connection.save(update_fields=RENEWED)
    return None


def _take_new(connection: Connection) -> None:
    if connection.method == Method.PASSWORD:
        signed_in = _password_session(connection)
        connection.access_token, connection.instance_url = signed_in.access_token, signed_in.instance_url
        return
    session = _oauth_session(connection)
    connection.access_token, connection.instance_url = session.access_token, session.instance_url
    connection.refresh_token = session.refresh_token


def _password_session(connection: Connection) -> soap.Login:
    signed_in = soap.login(
        connection.login_url,
        connection.username,
        connection.password or "",
        connection.security_token or "",
        practice_url=settings.PRACTICE_ORG_URL or None,
    )
    if signed_in.is_password_expired:
        raise PasswordExpired("PASSWORD_EXPIRED")
    return signed_in


def _oauth_session(connection: Connection) -> login.Session:
    app = external_app.of(connection)
    if connection.method == Method.CLIENT_CREDENTIALS:
        return login.client_credentials(app)
    if not connection.refresh_token:
        raise SessionExpired("NO_REFRESH_TOKEN", "The app gave no refresh token")
    return login.refresh_token(app, connection.refresh_token)
