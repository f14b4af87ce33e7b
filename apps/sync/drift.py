"""Notices that Salesforce changed between two cycles: what can no longer be read is left out, and said."""

from __future__ import annotations

from apps.mapping import catalogue
from apps.salesforce.client import Client
from apps.sync import events, plan
from apps.sync.plan import Plan
from apps.tenants.models import Instance
from apps.timeline import history


def noticed(client: Client, instance: Instance, known: Plan) -> Plan | None:
    """What can still be read of the object; None when no field of it is gone. A field that comes back flows again."""
    catalogue.describe_one(instance, client, known.name)
    narrower = plan.of(instance, known.name)
    missing = sorted(set(known.sources) - set(narrower.sources))
    if not missing:
        return None
    history.record(instance, events.DRIFTED, object=known.name, fields=", ".join(missing))
    return narrower
