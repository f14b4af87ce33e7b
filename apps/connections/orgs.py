"""Which org an instance is to be connected to, and whether the two may be paired."""

from __future__ import annotations

import enum
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from apps.connections import endings, events
from apps.connections.endings import Access
from apps.connections.errors import KindMismatch
from apps.connections.models import Connection, Edition, Environment
from apps.salesforce import hosts
from apps.tenants.models import Instance
from apps.timeline import history

# what was learnt from one org says nothing of another
NOTHING_KNOWN: dict[str, Any] = {
    "method": "",
    "consumer_key": "",
    "consumer_secret": "",
    "username": "",
    "password": "",
    "security_token": "",
    "access_token": "",
    "refresh_token": "",
    "instance_url": "",
    "signed_in_at": None,
    "renewed_at": None,
    "refused_code": "",
    "refused_message": "",
    "refused_at": None,
    "verified_at": None,
}
NO_ORG: dict[str, Any] = {
    "org_id": "",
    "org_name": "",
    "edition": "",
    "is_sandbox": None,
    "sync_user_id": "",
    "sync_user_name": "",
    "api_enabled": None,
    "identity": {},
}


class Pairing(enum.Enum):
    FITS = "fits"
    NEEDS_NAME = "needs_name"  # developer, trial and scratch orgs pair with either kind, once their name is typed
    REFUSED = "refused"
    UNKNOWN = "unknown"  # the org has not said what it is


def environments() -> list[Environment]:
    """The practice org is offered where its address is set."""
    return [each for each in Environment if each != Environment.PRACTICE or settings.PRACTICE_ORG_URL]


def choose(instance: Instance, *, environment: str, my_domain: str = "", expected_edition: str, by: Any) -> Connection:
    """Raises KindMismatch, or HostRefused for what is no My Domain. Another org than before starts from nothing."""
    host = hosts.my_domain(my_domain) if environment == Environment.MY_DOMAIN else ""
    _refuse_mismatch(instance, environment, host, expected_edition)
    chosen = {
        "environment": environment,
        "my_domain": host,
        "login_url": _login_url(environment, host),
        "expected_edition": expected_edition,
    }
    with transaction.atomic():
        connection, ended = _stored(instance, chosen)
        history.record(instance, events.ORG_CHOSEN, actor=by, org=name_of(connection))
    if ended:
        endings.end(instance, ended, by=by)
    return connection


def name_of(connection: Connection) -> str:
    """The org in a word: its name once it has said it, before that its address; a practice org has none to speak of."""
    if connection.org_name:
        return connection.org_name
    if connection.is_practice:
        return str(connection.get_environment_display())
    return connection.my_domain or connection.login_url.partition("//")[2]


def pairing(connection: Connection) -> Pairing:
    """Scratch and developer orgs may say that they are sandboxes, so they are looked at first."""
    if connection.is_sandbox is None:
        return Pairing.UNKNOWN
    if _is_for_trying(connection):
        return Pairing.NEEDS_NAME
    fits = connection.is_sandbox == (connection.instance.kind == Instance.Kind.SANDBOX)
    return Pairing.FITS if fits else Pairing.REFUSED


def _stored(instance: Instance, chosen: dict[str, str]) -> tuple[Connection, Access | None]:
    """The connection, and the access that this choice brings to an end."""
    connection = Connection.objects.of(instance).select_for_update().first()
    if connection is None:
        connection = Connection(instance=instance, **chosen)
        connection.save(force_insert=True)
        return connection, None
    moves = connection.login_url != chosen["login_url"]
    ended = endings.access_of(connection) if moves else None
    columns: dict[str, Any] = dict(chosen)
    if moves:
        columns |= NOTHING_KNOWN
        columns |= {} if connection.confirmed_at else NO_ORG
    for name, value in columns.items():
        setattr(connection, name, value)
    connection.save(update_fields=list(columns))
    return connection, ended


def _is_for_trying(connection: Connection) -> bool:
    """A real sandbox stays one, whatever its edition says and however long it lives."""
    host = urlsplit(connection.instance_url).hostname or ""
    if hosts.is_sandbox_domain(host):
        return False
    says_so = connection.edition == "Developer Edition" or bool(connection.identity.get("trial_ends"))
    return says_so or hosts.is_domain_for_trying(host)


def _login_url(environment: str, host: str) -> str:
    if environment == Environment.PRACTICE:
        return str(settings.PRACTICE_ORG_URL)
    if environment == Environment.MY_DOMAIN:
        return f"https://{host}"
    return hosts.SANDBOX if environment == Environment.SANDBOX else hosts.PRODUCTION


def _refuse_mismatch(instance: Instance, environment: str, host: str, expected_edition: str) -> None:
    """Only what is certain before the org has spoken; the rest is seen when it answers."""
    is_sandbox_org = environment == Environment.SANDBOX or hosts.is_sandbox_domain(host)
    is_sandbox_instance = instance.kind == Instance.Kind.SANDBOX
    is_surely_production = environment == Environment.PRODUCTION and expected_edition != Edition.DEVELOPER
    if (is_sandbox_org and not is_sandbox_instance) or (is_surely_production and is_sandbox_instance):
        raise KindMismatch(kind=instance.kind, is_sandbox=is_sandbox_org)
