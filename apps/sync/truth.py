"""What the initial sync really took, beside what was estimated before it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from apps.sync import standing
from apps.sync.figures import Figures
from apps.sync.models import Cycle
from apps.tenants.models import Instance


@dataclass(frozen=True)
class Line:
    """Records of an object: estimated and here."""

    object: str
    estimated: int | None
    here: int


@dataclass(frozen=True)
class Compared:
    """Estimates and truths in pairs; ``low`` and ``high`` are the estimated seconds. ``is_over``: nothing is added."""

    is_over: bool
    records: tuple[int, int]
    calls: tuple[int, int]
    jobs: tuple[int, int]
    low: int
    high: int
    seconds: float
    lines: list[Line]


def of(instance: Instance, found: Figures | None) -> Compared | None:
    """``found`` as `figures.of` says it. None before the sync began."""
    said = standing.of(instance).estimate
    if found is None or found.began_at is None or not said:
        return None
    estimated = {each["object"]: each["records"] for each in said["objects"]}
    calls = Cycle.objects.of(instance).filter(is_initial=True).values_list("calls", flat=True)
    places = [each.place for each in found.objects]
    is_over = all(place.is_done for place in places)
    end = found.saved_at if is_over and found.saved_at else datetime.datetime.now(datetime.UTC)
    return Compared(
        is_over=is_over,
        records=(said["records"], found.saved),
        calls=(said["calls"], sum(calls)),
        jobs=(said["jobs"], sum(place.way == "bulk" for place in places)),
        low=said["seconds"][0],
        high=said["seconds"][1],
        seconds=(end - found.began_at).total_seconds(),
        lines=[Line(place.object, estimated.get(place.object), place.saved) for place in places],
    )
