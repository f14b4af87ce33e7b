"""Very many instances that are in step with one org, as a fleet has them after a night."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from apps.checklist import registry
from apps.checklist.models import Step
from apps.connections.models import Connection
from apps.mapping.models import CatalogueObject
from apps.mapping.objects import OBJECTS
from apps.marketing import database
from apps.salesforce import soap
from apps.sync import schema
from apps.sync.models import Cycle, Status, SyncState
from apps.tenants.models import Agency, Instance

AT_ONCE = 2000


def make(user: dict[str, Any], url: str, number: int, *, with_schema: int) -> None:
    agency = Agency.objects.create(name="Fleet", key="fleet")
    rows = [Instance(agency=agency, name=f"Client {at}", key=f"client_{at}") for at in range(number)]
    instances = Instance.objects.bulk_create(rows, batch_size=AT_ONCE)
    _connect(instances, user, url)
    _describe(instances)
    _lay_steps(instances)
    _in_step(instances)
    for instance in instances[:with_schema]:
        with database.connect(instance) as connection:
            schema.ensure(connection, instance)


def counted() -> dict[str, int]:
    ended = Cycle.objects.everywhere("the benchmark counts all").exclude(ended_at=None)
    return {
        "cycles": ended.filter(status=Status.SUCCEEDED).count(),
        "failed": ended.exclude(status=Status.SUCCEEDED).count(),
        "calls": ended.aggregate(found=Sum("calls"))["found"] or 0,
    }


def _connect(instances: list[Instance], user: dict[str, Any], url: str) -> None:
    secrets = {name: user[name] for name in ("username", "password", "security_token")}
    signed_in = soap.login(url, *secrets.values(), practice_url=url)
    same = {
        "environment": "practice",
        "expected_edition": "enterprise",
        "login_url": url,
        "method": "password",
        "access_token": signed_in.access_token,
        "instance_url": signed_in.instance_url,
    }
    rows = [Connection(instance=each, **same, **secrets) for each in instances]
    Connection.objects.bulk_create(rows, batch_size=AT_ONCE)


def _describe(instances: list[Instance]) -> None:
    rows = [CatalogueObject(instance=each, name=name, label=name) for each in instances for name in OBJECTS]
    CatalogueObject.objects.bulk_create(rows, batch_size=AT_ONCE)


def _lay_steps(instances: list[Instance]) -> None:
    slugs = [definition.slug for definition in registry.definitions()]
    rows = [Step(instance=each, slug=slug, state="done") for each in instances for slug in slugs]
    Step.objects.bulk_create(rows, batch_size=AT_ONCE)


def _in_step(instances: list[Instance]) -> None:
    """All are due at once; nothing changed in the org since an hour ago."""
    now = timezone.now()
    until = (now - datetime.timedelta(minutes=5)).isoformat()
    cursors = {name: {"updated": until, "deleted": until} for name in OBJECTS}
    same = {"word": "synced", "is_enabled": True, "is_quiet": True}
    same |= dict.fromkeys(("finished_at", "last_synced_at", "looked_at"), now)
    rows = [SyncState(instance=each, next_run_at=now, cursors=cursors, **same) for each in instances]
    SyncState.objects.bulk_create(rows, batch_size=AT_ONCE)
