"""Who may get a new lead: the sync user, whoever Salesforce's assignment rules name, a queue, or one of the users."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.utils.translation import gettext as _

from apps.connections import clients
from apps.salesforce.errors import Refusal
from apps.sync import pushing
from apps.tenants.models import Instance

SYNC_USER, RULES = "", "rules"
WORDS = frozenset({SYNC_USER, RULES})
QUEUES = "SELECT QueueId, Queue.Name FROM QueueSobject WHERE SobjectType = 'Lead' ORDER BY Queue.Name"


def choices(instance: Instance) -> list[tuple[str, Any]]:
    """Nothing is assigned unless somebody says so, so the sync user stands first."""
    usual = [(SYNC_USER, _("The sync user keeps it")), (RULES, _("Salesforce’s assignment rules"))]
    queues, users = _queues(instance), pushing.owners(instance)
    groups = [(_("Queues"), queues), (_("Users"), users)]
    return [*usual, *((label, listed) for label, listed in groups if listed)]


def _queues(instance: Instance) -> list[tuple[str, str]]:
    """Empty where the sync user may not see them."""
    with suppress(Refusal):
        found = clients.open(instance).query_all(QUEUES)
        return [(row["QueueId"], (row.get("Queue") or {}).get("Name") or row["QueueId"]) for row in found]
    return []
