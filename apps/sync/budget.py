"""How many Salesforce calls an instance may spend: its own cap for a day, and a reserve that stays for others.

The cap is asked before the first call of a cycle. What the org has left is only known from its answers, so a cycle
looks for changes and then, near the reserve, leaves them there until later.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.utils import timezone

from apps.connections import usage
from apps.salesforce.client import Client
from apps.sync.errors import CapReached, ReserveReached
from apps.sync.models import SyncState
from apps.tenants.models import Instance


def before_asking(state: SyncState, instance: Instance) -> None:
    """Raises CapReached."""
    if state.daily_cap is None:
        return
    today = usage.today(instance)
    if today is not None and today.calls >= state.daily_cap:
        raise CapReached(until=_midnight().isoformat(), spent=today.calls, cap=state.daily_cap)


def before_reading(state: SyncState, instance: Instance, client: Client) -> None:
    """Raises CapReached, ReserveReached."""
    before_asking(state, instance)
    known = client.usage
    if known is None or not state.reserve_percent:
        return
    left = known.max - known.used
    if left * 100 <= known.max * state.reserve_percent:
        raise ReserveReached(until=(timezone.now() + settings.LIMIT_PAUSE).isoformat(), left=left, max=known.max)


def _midnight() -> datetime.datetime:
    """The calls are counted by days of UTC."""
    now = timezone.now().astimezone(datetime.UTC)
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + datetime.timedelta(days=1)
