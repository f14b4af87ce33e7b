"""Stores what a sign-in yielded, and takes it away again."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from apps.connections import endings, events, orgs
from apps.connections.endings import Access
from apps.connections.errors import OrgNotChosen
from apps.connections.models import Connection, Method
from apps.salesforce import hosts, login
from apps.tenants.models import Instance
from apps.timeline import history
from apps.timeline.kinds import Kind

FORGOTTEN: dict[str, Any] = {"password": "", "security_token": "", "refresh_token": "", "verified_at": None}
LIFTED: dict[str, Any] = {"refused_code": "", "refused_message": "", "refused_at": None}


def connection_of(instance: Instance) -> Connection:
    connection = Connection.objects.of(instance).select_related("instance").first()
    if connection is None:
        raise OrgNotChosen
    return connection


def store(instance: Instance, method: Method, columns: dict[str, Any], *, by: Any) -> None:
    """A fresh sign-in replaces the one before, whatever its method, and lifts a refusal.

    The row stays, and with it mapping and checkpoints; the access before is ended at Salesforce.
    """
    hosts.check(columns["instance_url"], settings.PRACTICE_ORG_URL or None)
    now = timezone.now()
    written = {**FORGOTTEN, **LIFTED, "signed_in_at": now, "renewed_at": now, **columns, "method": method}
    with transaction.atomic():
        before = _replaced(instance, written)
        history.record(instance, events.SIGNED_IN, actor=by, method={"_": _in_english(method)})
    if before.token not in {columns["access_token"], written["refresh_token"]}:
        endings.end(instance, before, by=by)


def oauth_columns(session: login.Session) -> dict[str, Any]:
    """The identity address ends in the ids of org and user: all we know where the API is off."""
    *_rest, org_id, user_id = ["", "", *session.identity_url.rstrip("/").split("/")]
    return {
        "access_token": session.access_token,
        "refresh_token": session.refresh_token,
        "instance_url": session.instance_url,
        "sync_user_id": user_id,
        "identity": {"said_org_id": org_id, "scope": session.scope},
    }


def sign_out(instance: Instance, *, by: Any) -> bool:
    """The tokens are gone from here in any case; False where Salesforce could not be told. Key and secret stay."""
    connection = connection_of(instance)
    kept = {"consumer_key": connection.consumer_key, "consumer_secret": connection.consumer_secret}
    return _taken_away(instance, events.SIGNED_OUT, kept, by=by)


def disconnect(instance: Instance, *, by: Any) -> bool:
    """As a sign-out, and key, secret and username go too. The confirmed org stays the only one that fits."""
    return _taken_away(instance, events.DISCONNECTED, {}, by=by)


def _taken_away(instance: Instance, kind: Kind, kept: dict[str, Any], *, by: Any) -> bool:
    connection = connection_of(instance)
    unknown = {} if connection.confirmed_at else orgs.NO_ORG
    with transaction.atomic():
        before = _replaced(instance, {**orgs.NOTHING_KNOWN, **unknown, **kept})
        history.record(instance, kind, actor=by, org=orgs.name_of(connection))
    return endings.end(instance, before, by=by)


def _replaced(instance: Instance, written: dict[str, Any]) -> Access:
    """The access that was there before; a worker that renews it just now is waited for."""
    connection = Connection.objects.of(instance).select_for_update().get()
    before = endings.access_of(connection)
    for name, value in written.items():
        setattr(connection, name, value)
    connection.save(update_fields=list(written))
    return before


def _in_english(method: Method) -> str:
    """The source of its label; the timeline translates it when it is read."""
    with translation.override("en"):
        return str(method.label)
