"""Ends an access at Salesforce: when somebody disconnects, and when another sign-in has taken its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from apps.connections import events, external_app
from apps.connections.models import Connection, Method
from apps.salesforce import login, soap
from apps.salesforce.errors import SalesforceError
from apps.salesforce.login import App
from apps.tenants.models import Instance
from apps.timeline import history


@dataclass(frozen=True)
class Access:
    """What has to be told to Salesforce, taken from the row before it is overwritten."""

    app: App
    token: str = field(repr=False)
    is_session: bool
    instance_url: str


def access_of(connection: Connection) -> Access:
    """A refresh token takes its sessions along; a password's session has none above it."""
    return Access(
        app=external_app.of(connection),
        token=connection.refresh_token or connection.access_token or "",
        is_session=connection.method == Method.PASSWORD,
        instance_url=connection.instance_url,
    )


def end(instance: Instance, access: Access, *, by: Any) -> bool:
    """False where Salesforce could not be told; the timeline says so. Call it when our own copy is gone for good."""
    if not access.token:
        return True
    try:
        _told(access)
    except SalesforceError as error:
        history.record(instance, events.NOT_ENDED, actor=by, code=error.code)
        return False
    return True


def _told(access: Access) -> None:
    if access.is_session:
        soap.logout(access.instance_url, access.token, practice_url=settings.PRACTICE_ORG_URL or None)
        return
    login.revoke(access.app, access.token)
