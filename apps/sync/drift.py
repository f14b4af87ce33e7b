"""Notices that Salesforce changed between two cycles: what can no longer be read is left out, and said."""

from __future__ import annotations

from apps.mapping import catalogue, retyping
from apps.salesforce.client import Client
from apps.sync import events, plan
from apps.sync.plan import Plan
from apps.tenants.models import Instance
from apps.timeline import history


def noticed(client: Client, instance: Instance, known: Plan) -> Plan | None:
    """What can still be read of the object; None when no field of it is gone. A field that comes back flows again."""
    described = client.describe(known.name)
    retyped = retyping.rest(instance, {known.name: described})
    catalogue.save_one(instance, known.name, described)
    narrower = plan.of(instance, known.name)
    missing = set(known.sources) - set(narrower.sources)
    if not missing:
        return None
    if gone := sorted(missing - {source for _object_name, source in retyped}):
        history.record(instance, events.DRIFTED, object=known.name, fields=", ".join(gone))
    return narrower


def look(client: Client, instance: Instance) -> None:
    """Nothing refuses a field of another type: only a describe tells. One call, none where all columns are text."""
    if names := retyping.exposed(instance):
        retyping.rest(instance, client.describe_many(names))
