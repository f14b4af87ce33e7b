"""People ask for the existing values of fields that were mapped after the initial sync; `backfill` brings them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from apps.sync import estimate, events, switches
from apps.sync.models import Backfill
from apps.tenants.models import Instance
from apps.timeline import history, live


def ask(instance: Instance, wanted: Mapping[str, Iterable[str]], *, by: Any) -> list[Backfill]:
    """``wanted``: the Salesforce fields by object. One object's requests are answered one after another."""
    asked = [
        Backfill(instance=instance, object=name, sources=sorted(set(fields)), by=by) for name, fields in wanted.items()
    ]
    Backfill.objects.bulk_create(asked)
    for row in asked:
        history.record(instance, events.BACKFILL_ASKED, actor=by, object=row.object, fields=", ".join(row.sources))
    if asked:
        live.moved(instance.pk, "backfills")
        switches.hasten(instance)
    return asked


def price(records: Mapping[str, int | None]) -> int:
    """Salesforce calls that a backfill of these objects takes, by their numbers of records."""
    return sum(estimate.one(name, number).calls for name, number in records.items())
