"""An administrator signs in for one job: the right org, the right to make fields, and an end to it afterwards."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.accounts.models import GuestLink, User
from apps.connections import endings, events, external_app, grants, oauth, orgs, usage
from apps.connections.endings import Access
from apps.connections.errors import AdminElsewhere, AdminGone, NoAdministrator, NotConnected
from apps.connections.fields_job import FieldsJob
from apps.connections.models import Connection, SignIn
from apps.salesforce import hosts, login
from apps.salesforce.client import Client
from apps.salesforce.login import Session
from apps.tenants.models import Instance
from apps.timeline import history

LASTS = datetime.timedelta(hours=1)  # a preview that nobody confirms does not keep a key to the house
MAY_MAKE = ("PermissionsCustomizeApplication", "PermissionsModifyMetadata")
RIGHTS = "SELECT PermissionsCustomizeApplication, PermissionsModifyMetadata FROM UserPermissionAccess"
ORGANIZATION = "SELECT Id, Name FROM Organization"


def begin(instance: Instance, *, by: User | GuestLink) -> str:
    """The address of the consent page. Raises NotConnected before the org and its sync user are known."""
    connection = grants.connection_of(instance)
    if not (connection.has_app and connection.org_id and connection.sync_user_id):
        raise NotConnected
    return oauth.begin(instance, by=by, purpose=SignIn.Purpose.FIELDS)


def take(sign_in: SignIn, code: str) -> FieldsJob:
    """Raises AdminElsewhere and NoAdministrator after ending the sign-in; nothing of the connection is touched."""
    connection = grants.connection_of(sign_in.instance)
    app = external_app.of(connection)
    session = login.exchange_code(app, code, verifier=sign_in.verifier or "")
    hosts.check(session.instance_url, settings.PRACTICE_ORG_URL or None)
    try:
        who = _looked_at(sign_in.instance, connection, session)
    except Exception:
        _end(sign_in.instance, connection, session.access_token, session.instance_url, by=sign_in.actor)
        raise
    forget(sign_in.instance, by=sign_in.actor)
    return _stored(sign_in, session, who, connection)


def open_client(job: FieldsJob) -> Client:
    """Never renewed: there is no refresh token. Raises AdminGone once the sign-in was ended here."""
    if not job.access_token:
        raise AdminGone
    practice_url = settings.PRACTICE_ORG_URL or None
    on_call = usage.counter(job.instance)
    return Client(job.instance_url, job.access_token, on_call=on_call, practice_url=practice_url)


def forget(instance: Instance, *, by: Any) -> None:
    """The token is gone from here first, then Salesforce is told. What was made, and what is known of it, stays."""
    with transaction.atomic():
        job = FieldsJob.objects.of(instance).select_for_update().first()
        token, url = (job.access_token, job.instance_url) if job else ("", "")
        FieldsJob.objects.of(instance).update(access_token="", ended_at=timezone.now())
    if token:
        _end(instance, grants.connection_of(instance), token, url, by=by)


def forget_unused() -> None:
    """By the clock: sign-ins that nobody used within the hour."""
    jobs = FieldsJob.objects.everywhere("a key that nobody uses is given back, whoever brought it")
    for job in jobs.filter(ended_at=None, signed_in_at__lt=timezone.now() - LASTS).select_related("instance"):
        forget(job.instance, by=None)


def _looked_at(instance: Instance, connection: Connection, session: Session) -> str:
    """Two or three calls as the administrator; the name of who it is."""
    practice_url, on_call = settings.PRACTICE_ORG_URL or None, usage.counter(instance)
    client = Client(session.instance_url, session.access_token, on_call=on_call, practice_url=practice_url)
    said = client.identity()
    user = str(said.get("preferred_username") or said.get("name") or "")
    if str(said.get("organization_id", ""))[:15] != connection.org_id[:15]:
        raise AdminElsewhere(expected=orgs.name_of(connection), found=_first(client, ORGANIZATION).get("Name") or user)
    if not any(_first(client, RIGHTS).get(right) for right in MAY_MAKE):
        raise NoAdministrator(user=user)
    return user


def _first(client: Client, soql: str) -> dict[str, Any]:
    records: list[dict[str, Any]] = client.query(soql)["records"]
    return records[0] if records else {}


@transaction.atomic
def _stored(sign_in: SignIn, session: Session, who: str, connection: Connection) -> FieldsJob:
    columns: dict[str, Any] = {
        "by": sign_in.by,
        "guest": sign_in.guest,
        "admin_name": who,
        "access_token": session.access_token,
        "instance_url": session.instance_url,
        "signed_in_at": timezone.now(),
        "wanted": [],
        "ended_at": None,
    }
    job, _is_new = FieldsJob.objects.everywhere("by its instance").update_or_create(
        instance=sign_in.instance, defaults=columns
    )
    org = orgs.name_of(connection)
    history.record(sign_in.instance, events.ADMIN_SIGNED_IN, actor=sign_in.actor, admin=who, org=org)
    return job


def _end(instance: Instance, connection: Connection, token: str, url: str, *, by: Any) -> None:
    access = Access(external_app.of(connection), token, is_session=False, instance_url=url)
    if endings.end(instance, access, by=by):
        history.record(instance, events.ADMIN_SIGNED_OUT, actor=by)
