"""What connections do by the clock; the only place of this room that knows Celery. A message carries an id."""

from __future__ import annotations

import structlog
from celery import shared_task

from apps.connections import admin_grants, keep_alive
from apps.connections.errors import ConnectionRefused
from apps.salesforce.errors import SalesforceError

log = structlog.get_logger(__name__)


@shared_task(name="connections.keep_alive")
def keep_access_alive() -> None:
    for connection_id in keep_alive.due():
        renew_access.delay(connection_id)


@shared_task(name="connections.renew")
def renew_access(connection_id: int) -> None:
    """A refusal is on the timeline; after an outage the next hour tries again."""
    try:
        keep_alive.renew(connection_id)
    except (SalesforceError, ConnectionRefused) as error:
        log.warning("access.not_renewed", connection_id=connection_id, kind=type(error).__name__)


@shared_task(name="connections.forget_administrators")
def forget_administrators() -> None:
    admin_grants.forget_unused()
