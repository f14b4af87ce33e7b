"""Uses each idle refresh token once a day: Salesforce may end one that nobody uses for long."""

from __future__ import annotations

import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.connections import renewal
from apps.connections.models import Connection, Method

IDLE_FOR = datetime.timedelta(days=1)


def due() -> list[int]:
    """Ids of connections, the longest idle first. A password is never used for this: it has nothing to keep alive."""
    return list(_idle().order_by("renewed_at").values_list("pk", flat=True))


def renew(connection_id: int) -> bool:
    """False where nothing is to be done (any more). Raises what Salesforce answered; a refusal is on the timeline."""
    connection = _idle().select_related("instance").filter(pk=connection_id).first()
    if connection is None or not connection.refresh_token:
        return False
    renewal.Session(connection).renew()
    return True


def _idle() -> QuerySet[Connection]:
    alive = Connection.objects.everywhere("idle access is kept alive by the clock")
    alive = alive.filter(method=Method.OAUTH, refused_at=None)
    return alive.filter(Q(renewed_at=None) | Q(renewed_at__lt=timezone.now() - IDLE_FOR))
