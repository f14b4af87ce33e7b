"""Counts the calls that an instance makes: its org is a guest's house."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.db import connection

from apps.connections.models import ApiUsage
from apps.salesforce.replies import Usage
from apps.tenants import sql
from apps.tenants.models import Instance


def counter(instance: Instance) -> Callable[[Usage | None], None]:
    """To be told of each call as it is answered."""

    def count(usage: Usage | None) -> None:
        values = {"instance": instance.pk, "used": usage and usage.used, "max": usage and usage.max}
        with connection.cursor() as cursor:
            cursor.execute(sql.read("connections", "count_call"), values)

    return count


def today(instance: Instance) -> ApiUsage | None:
    """Calls made since midnight UTC, and the org's own figures at the last of them."""
    return ApiUsage.objects.of(instance).filter(day=datetime.datetime.now(datetime.UTC).date()).first()
