"""What a page shows of the initial sync: records here per object, speed, forecast, values set aside; all committed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from psycopg.rows import class_row

from apps.mapping.objects import OBJECTS
from apps.marketing import database
from apps.marketing.database import Connection
from apps.sync import row_errors, speed
from apps.sync.row_errors import Cause
from apps.sync.speed import Forecast, Saved
from apps.tenants.models import Instance
from apps.tenants.sql import read

Row = TypeVar("Row")


@dataclass(frozen=True)
class Place:
    """How an object's read stands, as it is stored."""

    object: str
    way: str
    is_done: bool
    expected: int | None
    pages: int
    saved: int
    asked_at: datetime.datetime | None
    saved_at: datetime.datetime | None
    finished_at: datetime.datetime | None
    errors: int


@dataclass(frozen=True)
class ObjectFigures:
    place: Place
    state: Literal["done", "running", "queued"]
    rate: float
    forecast: Forecast | None
    after: str  # the object that is read before this one


@dataclass(frozen=True)
class Figures:
    objects: list[ObjectFigures]
    saved: int
    expected: int | None
    rate: float
    highest: float
    series: list[float]
    forecast: Forecast | None
    began_at: datetime.datetime | None
    saved_at: datetime.datetime | None
    errors: int
    causes: list[Cause]


def of(instance: Instance) -> Figures | None:
    """None before the initial sync was begun."""
    with database.connect(instance) as connection:
        if connection.execute("SELECT to_regclass('sync_checkpoint')").fetchone() == (None,):
            return None
        places = _rows(connection, Place, "objects")
        return _figures(places, _rows(connection, Saved, "pages_saved"), row_errors.causes(connection))


def _figures(places: list[Place], pages: list[Saved], causes: list[Cause]) -> Figures:
    ordered = sorted(places, key=lambda place: list(OBJECTS).index(place.object))
    began_at = min((place.asked_at for place in ordered if place.asked_at), default=None)
    saved_at = max((place.saved_at for place in ordered if place.saved_at), default=None)
    is_over = all(place.is_done for place in ordered)
    now = saved_at if is_over and saved_at else datetime.datetime.now(datetime.UTC)
    since = began_at or now
    saved = sum(place.saved for place in ordered)
    expected = _expected(ordered)
    series = speed.series(pages, since, now)
    return Figures(
        objects=_objects(ordered, pages, now),
        saved=saved,
        expected=expected,
        rate=saved / max((now - since).total_seconds(), 1.0) if is_over else speed.rate(pages, since, now),
        highest=max(series),
        series=series,
        forecast=speed.forecast(pages, since, expected - saved, now) if expected else None,
        began_at=began_at,
        saved_at=saved_at,
        errors=sum(place.errors for place in ordered),
        causes=causes,
    )


def _objects(places: list[Place], pages: Sequence[Saved], now: datetime.datetime) -> list[ObjectFigures]:
    """One object is read at a time: the one that was begun, else the first that is not done."""
    open_ones = [place for place in places if not place.is_done]
    current = next((place for place in open_ones if place.pages), next(iter(open_ones), None))
    free_since = max((place.finished_at for place in places if place.finished_at), default=None)
    return [
        _object(place, before, pages if place is current else None, free_since, now)
        for before, place in zip([None, *places], places, strict=False)
    ]


def _object(
    place: Place,
    before: Place | None,
    pages: Sequence[Saved] | None,
    free_since: datetime.datetime | None,
    now: datetime.datetime,
) -> ObjectFigures:
    """``pages`` where the object is being read."""
    own = [page for page in pages or () if page.object == place.object]
    since = max(moment for moment in (place.asked_at or now, free_since) if moment)
    remaining = (place.expected or 0) - place.saved
    return ObjectFigures(
        place,
        state="done" if place.is_done else "queued" if pages is None else "running",
        rate=speed.rate(own, since, now) if own else 0,
        forecast=speed.forecast(own, since, remaining, now) if own else None,
        after=before.object if before else "",
    )


def _expected(places: list[Place]) -> int | None:
    """None while one object is not counted."""
    if not places or any(place.expected is None for place in places):
        return None
    return sum(max(place.expected or 0, place.saved) for place in places)


def _rows(connection: Connection, kind: type[Row], name: str) -> list[Row]:
    with connection.cursor(row_factory=class_row(kind)) as cursor:
        return cursor.execute(read("sync", name).encode()).fetchall()
