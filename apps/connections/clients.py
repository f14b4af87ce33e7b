"""Opens a client for an instance's org."""

from __future__ import annotations

from django.conf import settings

from apps.connections import renewal, usage
from apps.connections.errors import NotConnected
from apps.connections.models import Connection
from apps.salesforce.client import Client
from apps.tenants.models import Instance

BRIEFLY = (5.0, 20.0)  # seconds to connect, seconds of silence


def open(instance: Instance) -> Client:  # noqa: A001  read as clients.open
    """Raises NotConnected, or the refusal that ended the access, without asking Salesforce a second time."""
    connection = Connection.objects.of(instance).select_related("instance").first()
    if connection is None or not connection.access_token:
        raise NotConnected
    if connection.refused_at:
        raise renewal.refused(connection)
    return Client(
        connection.instance_url,
        connection.access_token,
        refresh=renewal.Session(connection).renew,
        on_call=usage.counter(instance),
        practice_url=settings.PRACTICE_ORG_URL or None,
    )


def brief(connection: Connection) -> Client:
    """For a look at many orgs at once: it needs no database, waits for nobody and tries once.

    An ended session is not renewed, and whoever looks counts the calls. Raises NotConnected.
    """
    if not connection.is_signed_in:
        raise NotConnected
    return Client(
        connection.instance_url,
        connection.access_token or "",
        practice_url=settings.PRACTICE_ORG_URL or None,
        timeouts=BRIEFLY,
        tries=1,
    )
