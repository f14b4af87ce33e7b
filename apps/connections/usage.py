"""Counts the calls that an instance makes: its org is a guest's house."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection

from apps.connections.models import ApiUsage
from apps.salesforce.client import Client
from apps.salesforce.replies import Usage
from apps.tenants import sql
from apps.tenants.models import Instance


def counter(instance: Instance) -> Callable[[Usage | None], None]:
    """To be told of each call as it is answered."""

    def count(usage: Usage | None) -> None:
        _count([(instance.pk, 1, usage)])

    return count


def count(clients: Iterable[tuple[int, Client]]) -> None:
    """The calls of clients that nobody else counts, by the number of their instance."""
    _count([(instance_id, client.calls, client.usage) for instance_id, client in clients if client.calls])


def today(instance: Instance) -> ApiUsage | None:
    """Calls made since midnight UTC, and the org's own figures at the last of them."""
    return ApiUsage.objects.of(instance).filter(day=_day()).first()


def spent_today(instance_ids: Iterable[int]) -> dict[int, int]:
    """Calls made since midnight UTC; those who made none are left out."""
    rows = ApiUsage.objects.everywhere("of the instances named").filter(instance__in=list(instance_ids), day=_day())
    return dict(rows.values_list("instance_id", "calls"))


def _count(made: list[tuple[int, int, Usage | None]]) -> None:
    if not made:
        return
    values: dict[str, Any] = {
        "instances": [instance_id for instance_id, _calls, _usage in made],
        "calls": [calls for _instance_id, calls, _usage in made],
        "used": [usage and usage.used for *_rest, usage in made],
        "max": [usage and usage.max for *_rest, usage in made],
    }
    with connection.cursor() as cursor:
        cursor.execute(sql.read("connections", "count_calls"), values)


def _day() -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date()
