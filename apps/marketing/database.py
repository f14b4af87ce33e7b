"""Where an instance's marketing database lives, and how to reach it: psycopg, one schema, nothing else in sight."""

from __future__ import annotations

from typing import Any

import psycopg
from django.conf import settings

from apps.marketing.errors import UnknownPlacement
from apps.tenants.models import Instance

Connection = psycopg.Connection[tuple[Any, ...]]
PATIENCE = 10  # seconds until a server that does not answer counts as away


def schema_name(instance: Instance) -> str:
    return f"instance_{instance.key}"


def connect(instance: Instance) -> Connection:
    """A connection of its own, not autocommitting; unqualified names mean the instance's tables, times are UTC.

    The search path is part of the session, not of a transaction, so a rollback keeps it.
    """
    address = settings.PLACEMENTS.get(instance.placement)
    if not address:
        raise UnknownPlacement(f"PLACEMENTS does not name “{instance.placement}”, where {instance.key} lives")
    return psycopg.connect(
        address,
        options=f"-c search_path={schema_name(instance)} -c timezone=UTC -c datestyle=ISO",
        application_name=f"gangway {instance.key}",
        connect_timeout=PATIENCE,
    )
