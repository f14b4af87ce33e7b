"""Reads the records that the lists of changes named: by their Ids, five questions a call, deleted ones included."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from apps.salesforce.client import Client
from apps.salesforce.composite import Answer, Part
from apps.sync.plan import Plan

AT_ONCE = 300  # Ids in one question: addresses end at about 16 kB


def ask(client: Client, wanted: Sequence[tuple[Plan, Sequence[str]]]) -> dict[str, list[Answer]]:
    """By object; refused answers as well."""
    asked = [(plan.name, part) for plan, ids in wanted for part in _parts(plan, ids)]
    answers = client.composite(part for _name, part in asked)
    found: dict[str, list[Answer]] = {plan.name: [] for plan, _ids in wanted}
    for (name, _part), answer in zip(asked, answers, strict=True):
        found[name].append(answer)
    return found


def pages(client: Client, answers: Sequence[Answer]) -> Iterator[list[Any]]:
    """Of answers that were not refused; wide records may come in several pages."""
    for answer in answers:
        body = answer.body
        while True:
            yield body["records"]
            if body["done"]:
                break
            body = client.get(body["nextRecordsUrl"])


def unwanted(client: Client, plan: Plan, where: str) -> list[str]:
    """Ids of changed records that the filter does not want; to Salesforce, no value is no match."""
    soql = f"SELECT Id FROM {plan.name} WHERE {where} AND (NOT ({plan.condition}))"  # noqa: S608
    return [record["Id"] for record in client.query_all(soql)]


def _parts(plan: Plan, ids: Sequence[str]) -> Iterator[Part]:
    for at in range(0, len(ids), AT_ONCE):
        named = ", ".join(f"'{each}'" for each in ids[at : at + AT_ONCE])
        where = " AND ".join(part for part in (f"Id IN ({named})", plan.wanted) if part)
        yield Part(f"queryAll?q={quote(plan.soql(where))}")
