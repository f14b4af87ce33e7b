"""Proof that the stored credentials work, and the person's word that it is the right org."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.connections import clients, events, grants, orgs
from apps.connections.errors import KindMismatch, NameMismatch, NotConnected, OrgChanged
from apps.connections.identity import Identity, read
from apps.connections.models import Connection
from apps.connections.orgs import Pairing
from apps.salesforce.errors import ApiDisabled
from apps.tenants.models import Instance
from apps.tenants.scope import Scope
from apps.timeline import history


def verify(instance: Instance) -> Identity:
    """Saves what the org says of itself. Raises OrgChanged for another org than the confirmed one; ApiDisabled
    after saving what could be learnt without the API.
    """
    identity = read(clients.open(instance))
    connection = grants.connection_of(instance)
    _refuse_other_org(connection, identity)
    _save(connection, identity)
    if not identity.api_enabled:
        raise ApiDisabled("API_DISABLED_FOR_ORG", "The REST API is not enabled for this Organization.")
    history.record(instance, events.VERIFIED, user=identity.username, org=identity.org_name)
    return identity


@transaction.atomic
def confirm(instance: Instance, *, by: Any, typed_name: str = "") -> Connection:
    """A person says that this is the org. Raises KindMismatch and NameMismatch."""
    connection = Connection.objects.of(instance).select_related("instance").select_for_update(of=("self",)).first()
    if connection is None or connection.verified_at is None:
        raise NotConnected
    pairing = orgs.pairing(connection)
    if pairing in {Pairing.REFUSED, Pairing.UNKNOWN}:
        raise KindMismatch(kind=instance.kind, is_sandbox=bool(connection.is_sandbox))
    if pairing is Pairing.NEEDS_NAME and typed_name.strip().casefold() != connection.org_name.strip().casefold():
        raise NameMismatch(org=connection.org_name)
    connection.confirmed_at, connection.confirmed_by = timezone.now(), by
    connection.confirmed_as = connection.sync_user_name
    connection.save(update_fields=["confirmed_at", "confirmed_by", "confirmed_as"])
    history.record(instance, events.CONFIRMED, actor=by, org=connection.org_name, org_id=connection.org_id)
    return connection


def elsewhere(connection: Connection, scope: Scope) -> list[str]:
    """Instances with the same org, by name, as far as the viewer may know of them.

    One org feeding two instances puts the records of one into the other: said before it is confirmed.
    """
    if not connection.org_id:
        return []
    same = Connection.objects.within(scope).filter(org_id=connection.org_id).exclude(pk=connection.pk)
    return list(same.order_by("instance__name").values_list("instance__name", flat=True))


def _refuse_other_org(connection: Connection, identity: Identity) -> None:
    found = identity.org_id or connection.identity.get("said_org_id", "")
    if connection.confirmed_at and found and found != connection.org_id:
        raise OrgChanged(expected=connection.org_name, found=identity.org_name or found)


def _save(connection: Connection, identity: Identity) -> None:
    before = connection.identity
    now = timezone.now()
    columns: dict[str, Any] = {
        "org_id": identity.org_id or before.get("said_org_id", ""),
        "org_name": identity.org_name or before.get("said_org_name", ""),
        "edition": identity.edition,
        "is_sandbox": identity.is_sandbox,
        "sync_user_id": identity.user_id or connection.sync_user_id,
        "sync_user_name": identity.username or connection.username,
        "api_enabled": identity.api_enabled,
        "api_used": identity.api_used,
        "api_max": identity.api_max,
        "api_as_of": now,
        "identity": {**before, **identity.stored()},
        "verified_at": now if identity.api_enabled else None,
    }
    Connection.objects.of(connection.instance).update(**columns)
