"""Opens a client for an instance's org, and renews its session without two workers getting in each other's way."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.connections import events, usage
from apps.connections.errors import NotConnected
from apps.connections.models import Connection, Method
from apps.connections.refusals import reason
from apps.salesforce import login, soap
from apps.salesforce.client import Client
from apps.salesforce.errors import ApiDisabled, GrantEnded, PasswordExpired, Refusal, SessionExpired, SignInRefused
from apps.salesforce.login import App
from apps.tenants.models import Instance
from apps.timeline import history

RENEWED = ["access_token", "refresh_token", "instance_url"]
REFUSED = ["refused_code", "refused_message", "refused_at"]


def open(instance: Instance) -> Client:  # noqa: A001  read as clients.open
    """Raises NotConnected, or the refusal that ended the access, without asking Salesforce a second time."""
    connection = Connection.objects.of(instance).first()
    if connection is None or not connection.access_token:
        raise NotConnected
    if connection.refused_at:
        raise GrantEnded(connection.refused_code, connection.refused_message)
    session = _Session(instance, connection.access_token)
    return Client(
        connection.instance_url,
        connection.access_token,
        refresh=session.renew,
        on_call=usage.counter(instance),
        practice_url=settings.PRACTICE_ORG_URL or None,
    )


def app_of(connection: Connection) -> App:
    return App(
        login_url=connection.login_url,
        consumer_key=connection.consumer_key or "",
        consumer_secret=connection.consumer_secret or "",
        callback=callback(),
        practice_url=settings.PRACTICE_ORG_URL or None,
    )


def callback() -> str:
    """One address for all instances; it goes into the app in Salesforce, letter by letter."""
    return f"{settings.PUBLIC_URL}/connections/callback/"


class _Session:
    """Remembers which token this client had, to see whether another worker has renewed it already."""

    def __init__(self, instance: Instance, token: str) -> None:
        self.instance = instance
        self.token = token

    def renew(self) -> str:
        refusal: Refusal | None = None
        # durable: an outer transaction that rolls back would lose a rotated token, and with it the whole grant
        with transaction.atomic(durable=True):
            connection = Connection.objects.of(self.instance).select_for_update().get()
            if connection.access_token == self.token:
                refusal = _renewed(connection)
            self.token = connection.access_token or ""
        if refusal:
            history.record(
                self.instance, events.RENEWAL_REFUSED, code=refusal.code, reason=reason(refusal.code, refusal.message)
            )
            raise refusal
        return self.token


def _renewed(connection: Connection) -> Refusal | None:
    """Asks once; a refusal is stored in the same transaction, so that nobody asks again with what was refused."""
    try:
        _take_new(connection)
    except (SignInRefused, ApiDisabled, PasswordExpired, SessionExpired) as error:
        connection.refused_code = error.code
        connection.refused_message = error.message
        connection.refused_at = timezone.now()
        connection.save(update_fields=REFUSED)
        return error
    connection.save(update_fields=RENEWED)
    return None


def _take_new(connection: Connection) -> None:
    if connection.method == Method.PASSWORD:
        signed_in = soap.login(
            connection.login_url,
            connection.username,
            connection.password or "",
            connection.security_token or "",
            practice_url=settings.PRACTICE_ORG_URL or None,
        )
        if signed_in.is_password_expired:
            raise PasswordExpired("PASSWORD_EXPIRED")
        connection.access_token, connection.instance_url = signed_in.access_token, signed_in.instance_url
        return
    session = _oauth_session(connection)
    connection.access_token, connection.instance_url = session.access_token, session.instance_url
    connection.refresh_token = session.refresh_token


def _oauth_session(connection: Connection) -> login.Session:
    if connection.method == Method.CLIENT_CREDENTIALS:
        return login.client_credentials(app_of(connection))
    if not connection.refresh_token:
        raise SessionExpired("NO_REFRESH_TOKEN", "The app gave no refresh token")
    return login.refresh_token(app_of(connection), connection.refresh_token)
