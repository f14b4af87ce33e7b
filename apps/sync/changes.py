"""What changed in an org since the last round: one question an object, five a call, deleted records included."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from apps.salesforce.client import Client
from apps.salesforce.composite import Part
from apps.sync.checkpoints import Checkpoint
from apps.sync.reader import Query

OVERLAP = datetime.timedelta(minutes=5)  # a record gets its stamp before others can see it
LONG_AGO = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Change:
    """How many records of an object changed, and the first page of them."""

    query: Query
    total: int
    answer: dict[str, Any]

    def pages(self, client: Client) -> Iterator[tuple[list[Any], bool]]:
        """Records in the order of their stamps, and whether they are the last."""
        answer = self.answer
        while True:
            yield answer["records"], answer["done"]
            if answer["done"]:
                return
            answer = client.get(answer["nextRecordsUrl"])


def since(place: Checkpoint, initial: Checkpoint | None) -> str:
    """From the last round's clock on, at first from the initial sync's, with some minutes of overlap."""
    known = place.watermark or (initial.ceiling if initial else None) or LONG_AGO
    return f"SystemModstamp >= {(known - OVERLAP).astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}"


def ask(client: Client, queries: list[Query]) -> list[Change]:
    """Raises the first refusal: one object that may not be read keeps the round from being whole."""
    soql = [query.plan.soql(query.where, order="SystemModstamp") for query in queries]
    answers = client.composite(Part(f"queryAll?q={quote(each)}") for each in soql)
    refused = next((answer.error for answer in answers if answer.error), None)
    if refused:
        raise refused
    return [
        Change(query, int(answer.body["totalSize"]), answer.body)
        for query, answer in zip(queries, answers, strict=True)
    ]
