"""Stores what a sign-in yielded, and takes it away again."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from apps.connections import clients, events, orgs
from apps.connections.errors import OrgNotChosen
from apps.connections.models import Connection, Method
from apps.salesforce import hosts, login
from apps.salesforce.errors import Outage
from apps.tenants.models import Instance
from apps.timeline import history


def connection_of(instance: Instance) -> Connection:
    connection = Connection.objects.of(instance).select_related("instance").first()
    if connection is None:
        raise OrgNotChosen
    return connection


@transaction.atomic
def store(instance: Instance, method: Method, columns: dict[str, Any], *, by: Any) -> None:
    """A fresh sign-in replaces the one before, whatever its method, and lifts a refusal."""
    hosts.check(columns["instance_url"], settings.PRACTICE_ORG_URL or None)
    forgotten = {"password": "", "security_token": "", "refresh_token": "", "verified_at": None}
    lifted = {"refused_code": "", "refused_message": "", "refused_at": None, "signed_in_at": timezone.now()}
    connection = Connection.objects.of(instance).select_for_update().get()
    written = {**forgotten, **lifted, **columns, "method": method}
    for name, value in written.items():
        setattr(connection, name, value)
    connection.save(update_fields=list(written))
    history.record(instance, events.SIGNED_IN, actor=by, method={"_": _in_english(method)})


def _in_english(method: Method) -> str:
    """The source of its label; the timeline translates it when it is read."""
    with translation.override("en"):
        return str(method.label)


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


def sign_out(instance: Instance, *, by: Any) -> None:
    """End the access at Salesforce too, where it can be reached; the tokens are gone from here in any case."""
    connection = connection_of(instance)
    _revoke(connection)
    columns = {**orgs.NOTHING_KNOWN, "consumer_key": connection.consumer_key}
    columns["consumer_secret"] = connection.consumer_secret
    Connection.objects.of(instance).update(**columns)
    history.record(instance, events.SIGNED_OUT, actor=by, org=orgs.name_of(connection))


def _revoke(connection: Connection) -> None:
    token = connection.refresh_token or connection.access_token
    if not token or connection.method == Method.PASSWORD:
        return
    try:
        login.revoke(clients.app_of(connection), token)
    except Outage:
        return
