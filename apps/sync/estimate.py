"""What the initial sync will cost before it begins: records, API calls, Bulk jobs, and time as a range.

Time is made from how quick this very org was when step 11 read its people; before that, from orgs that were seen.
"""

from __future__ import annotations

import math
import time
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone

from apps.connections import clients
from apps.mapping import duplicates, duplicates_reading
from apps.mapping.models import DuplicatePreview
from apps.sync import counting, plan, standing
from apps.sync.errors import NothingVisible
from apps.sync.reading import ONE_ANSWER
from apps.tenants.models import Instance

Range = tuple[float, float]

RECORDS_A_PAGE = 100_000
LOOKS = 4  # at a Bulk job until it is complete
ANSWER_WAIT: Range = (0.3, 2)  # seconds, of orgs that were seen
SENT: Range = (360_000, 45_000)  # values a second, of orgs that were seen
JOB_WAIT: Range = (1, 15)  # seconds that a Bulk job takes to begin, of orgs that were seen
LOADED: Range = (6_000_000, 600_000)  # values a second that we take in
DOUBT: Range = (2, 1 / 3)  # the org will be up to twice as quick as it was, or three times as slow
ENOUGH = 1_000  # records; fewer say more of the first answer than of the rate


@dataclass(frozen=True)
class Pace:
    """At best and at worst: values a second, seconds a job and an answer. ``records``: how many it rests on, if any."""

    sent: Range = SENT
    job_wait: Range = JOB_WAIT
    answer_wait: Range = ANSWER_WAIT
    records: int = 0

    def seconds(self, values: int) -> Range:
        low, high = (values / self.sent[at] + values / LOADED[at] for at in (0, 1))
        return low, high


@dataclass(frozen=True)
class ObjectEstimate:
    """``records`` is None where the org gave up counting."""

    object: str
    records: int | None
    calls: int
    is_bulk: bool
    values: int


def make(instance: Instance) -> dict[str, Any]:
    """Counts in the org, three calls or so, and keeps the result; Salesforce is only read."""
    plans = plan.all_of(instance)
    if not plans:
        raise NothingVisible
    client, began = clients.open(instance), time.monotonic()
    counted = counting.expected(client, plans)
    pace = measured(instance, (time.monotonic() - began) / len(plans))
    made = summed([one(each.name, counted[each.name], len(each.pairs)) for each in plans], pace)
    standing.change(instance, estimate=made)
    return made


def measured(instance: Instance, answered: float) -> Pace:
    """The org's own pace, where enough of it was read. ``answered``: the seconds that it just took over a question."""
    preview = DuplicatePreview.objects.of(instance).first()
    seen = duplicates_reading.pace(preview) if preview else None
    if seen is None or seen.records < ENOUGH or not seen.seconds:
        return Pace()
    rate, waited = seen.values / seen.seconds, max(seen.waited - duplicates.LOOK_AGAIN, 0)
    return Pace(
        sent=(rate * DOUBT[0], rate * DOUBT[1]),
        job_wait=(waited / 2, seen.waited * 2),
        answer_wait=(answered / 2, max(answered * 3, ANSWER_WAIT[0])),
        records=seen.records,
    )


def one(name: str, records: int | None, columns: int = 0) -> ObjectEstimate:
    values = (records or 0) * columns
    if records is not None and records <= ONE_ANSWER:
        return ObjectEstimate(name, records, 1, is_bulk=False, values=values)
    pages = math.ceil((records or RECORDS_A_PAGE) / RECORDS_A_PAGE)
    return ObjectEstimate(name, records, 1 + LOOKS + pages, is_bulk=True, values=values)


def summed(objects: list[ObjectEstimate], pace: Pace) -> dict[str, Any]:
    """As it is stored: JSON. Salesforce prepares all jobs at once, or, at worst, one after the other."""
    jobs = sum(each.is_bulk for each in objects)
    answers = len(objects) - jobs
    low, high = pace.seconds(sum(each.values for each in objects))
    low += (pace.job_wait[0] if jobs else 0) + answers * pace.answer_wait[0]
    high += jobs * pace.job_wait[1] + answers * pace.answer_wait[1]
    return {
        "at": timezone.now().isoformat(),
        "objects": [asdict(each) for each in objects],
        "records": sum(each.records or 0 for each in objects),
        "calls": sum(each.calls for each in objects) + math.ceil(len(objects) / 5),
        "jobs": jobs,
        "seconds": [max(1, math.floor(low)), math.ceil(high)],
        "rests_on": pace.records,
    }
