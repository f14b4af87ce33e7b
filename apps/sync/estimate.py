"""What the initial sync will cost before it begins: records, API calls, and time as a range."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone

from apps.connections import clients
from apps.sync import counting, plan, standing
from apps.sync.errors import NothingVisible
from apps.sync.reading import ONE_ANSWER
from apps.tenants.models import Instance

RECORDS_A_PAGE = 100_000
LOOKS = 4  # at a Bulk job until it is complete
FAST, SLOW = 12_000, 1_500  # records a second, of orgs that were seen
JOB_WAIT = (1, 15)  # seconds that a Bulk job takes to begin
ANSWER_WAIT = (0.3, 2)


@dataclass(frozen=True)
class ObjectEstimate:
    """``records`` is None where the org gave up counting."""

    object: str
    records: int | None
    calls: int
    is_bulk: bool


def make(instance: Instance) -> dict[str, Any]:
    """Counts in the org, three calls or so, and keeps the result; Salesforce is only read."""
    plans = plan.all_of(instance)
    if not plans:
        raise NothingVisible
    counted = counting.expected(clients.open(instance), plans)
    made = summed([one(name, records) for name, records in counted.items()])
    standing.change(instance, estimate=made)
    return made


def one(name: str, records: int | None) -> ObjectEstimate:
    if records is not None and records <= ONE_ANSWER:
        return ObjectEstimate(name, records, 1, is_bulk=False)
    pages = math.ceil((records or RECORDS_A_PAGE) / RECORDS_A_PAGE)
    return ObjectEstimate(name, records, 1 + LOOKS + pages, is_bulk=True)


def summed(objects: list[ObjectEstimate]) -> dict[str, Any]:
    """As it is stored: JSON."""
    records = sum(each.records or 0 for each in objects)
    jobs = sum(each.is_bulk for each in objects)
    answers = len(objects) - jobs
    low, high = (
        math.ceil(records / speed + jobs * JOB_WAIT[at] + answers * ANSWER_WAIT[at])
        for at, speed in enumerate((FAST, SLOW))
    )
    return {
        "at": timezone.now().isoformat(),
        "objects": [asdict(each) for each in objects],
        "records": records,
        "calls": sum(each.calls for each in objects) + math.ceil(len(objects) / 5),
        "jobs": jobs,
        "seconds": [low, high],
    }
