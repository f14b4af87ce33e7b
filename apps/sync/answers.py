"""What Salesforce answered to changes that were sent: written, refused with its words, or to be tried again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from apps.marketing.database import Connection
from apps.salesforce.collections import Taken
from apps.salesforce.errors import Outage
from apps.sync import outbox
from apps.tenants.sql import read


@dataclass(frozen=True)
class Parcel:
    """What went to one record: the changes that it is, by Salesforce field."""

    sfdc_id: str
    numbers: dict[str, int]


def note(connection: Connection, answered: Iterable[tuple[Parcel, Taken]]) -> None:
    """One transaction."""
    answers = [answer for parcel, taken in answered for answer in _answers(parcel, taken)]
    if not answers:
        return
    asked = {"answers": json.dumps(answers)}
    with connection.transaction():
        connection.execute(outbox.TAKE_TURNS)
        connection.execute(read("sync", "outbox_answered").encode(), asked)
        connection.execute(read("sync", "outbox_overtaken").encode(), asked)


def _answers(parcel: Parcel, taken: Taken) -> list[dict[str, Any]]:
    """Fields that Salesforce names keep the others from going: these go again without them."""
    blamed = parcel.numbers.keys() & set(taken.fields) or parcel.numbers.keys()
    said = {"code": taken.code or None, "reason": taken.message or None}
    return [
        {"number": number, **said, **_verdict(taken, source in blamed)} for source, number in parcel.numbers.items()
    ]


def _verdict(taken: Taken, is_blamed: bool) -> dict[str, Any]:
    if taken.is_ok:
        return {"verdict": "written", "is_held": False}
    if isinstance(taken.error, Outage):
        return {"verdict": "waiting", "is_held": True}
    return {"verdict": "refused" if is_blamed else "waiting", "is_held": False}
