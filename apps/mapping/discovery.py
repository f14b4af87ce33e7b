"""Reads the catalogue in short chunks: objects and fields first, then counts, then how well each field is filled."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from apps.mapping import catalogue, filling
from apps.mapping.models import CatalogueObject, Discovery
from apps.salesforce.client import Client
from apps.tenants.models import Instance

CHUNK_SECONDS = 8.0


@dataclass(frozen=True)
class Standing:
    """How far the reading is: fields whose filling is known, of all that can be chosen; calls made and to come."""

    done: int
    total: int
    objects: int
    records: int
    api_calls: int
    calls_ahead: int
    is_finished: bool


def advance(instance: Instance, client: Client) -> Standing:
    """One chunk from where the last one ended; a finished reading begins anew and keeps every choice."""
    reading = _current(instance)
    before = client.calls
    try:
        is_finished = _chunk(instance, client, reading)
    finally:
        Discovery.objects.of(instance).update(api_calls=F("api_calls") + client.calls - before)
    if is_finished:
        Discovery.objects.of(instance).update(finished_at=timezone.now())
    return standing(instance)


def standing(instance: Instance) -> Standing:
    reading = Discovery.objects.of(instance).first()
    seen = CatalogueObject.objects.of(instance).filter(is_visible=True)
    return Standing(
        done=filling.done(instance),
        total=catalogue.offered(instance).count(),
        objects=seen.count(),
        records=sum(count or 0 for count in seen.values_list("record_count", flat=True)),
        api_calls=reading.api_calls if reading else 0,
        calls_ahead=filling.calls_ahead(instance),
        is_finished=bool(reading and reading.finished_at),
    )


def _current(instance: Instance) -> Discovery:
    reading, _is_new = Discovery.objects.of(instance).get_or_create(instance=instance)
    if reading.finished_at:
        fresh = {"started_at": timezone.now(), "before_at": reading.started_at, "api_calls": 0}
        fresh |= {"described_at": None, "finished_at": None}
        Discovery.objects.of(instance).update(**fresh)
        reading.refresh_from_db()
    return reading


def _chunk(instance: Instance, client: Client, reading: Discovery) -> bool:
    """True when nothing is left. Describing and counting are a chunk of their own, so that the choice can begin."""
    if reading.described_at is None:
        catalogue.describe(instance, client)
        catalogue.count_records(instance, client)
        Discovery.objects.of(instance).update(described_at=timezone.now())
        return False
    ends = time.monotonic() + CHUNK_SECONDS
    while filling.measure_some(instance, client):
        if time.monotonic() > ends:
            return False
    return True
