"""Why an object brought no record: each cause is asked of the org, none is guessed."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Literal
from urllib.parse import quote

from apps.salesforce.client import Client
from apps.salesforce.composite import Answer, Part
from apps.sync import counting
from apps.sync.plan import Plan

# filter: its condition leaves none; deleted: all in the bin; sharing: others see some; no_right: the org has some, and
# the sync user may not read the object; hidden: the org does not show the object; unclear: no answer
Cause = Literal["filter", "deleted", "sharing", "empty", "no_right", "hidden", "unclear"]
GONE = "SELECT COUNT() FROM {} WHERE IsDeleted = true"


def explain(client: Client, plans: Sequence[Plan], unseen: Sequence[str] = ()) -> dict[str, Cause]:
    """For objects of which the sync user counted none, and those that it cannot see at all.

    Whatever lies behind a filter, the filter is what hides it.
    """
    filtered = [plan for plan in plans if plan.condition]
    whole = counting.expected(client, [dataclasses.replace(plan, condition="") for plan in filtered])
    by_filter: dict[str, Cause] = {name: "filter" for name, records in whole.items() if records != 0}
    return by_filter | _behind(client, [plan for plan in plans if plan.name not in by_filter], unseen)


def _behind(client: Client, plans: Sequence[Plan], unseen: Sequence[str]) -> dict[str, Cause]:
    if not plans and not unseen:
        return {}
    names = ",".join([*(plan.name for plan in plans), *unseen])
    binned = [plan for plan in plans if plan.says_deleted]
    questions = (Part(f"queryAll?q={quote(GONE.format(plan.name))}") for plan in binned)
    totals, *answers = client.composite([Part(f"limits/recordCount?sObjects={names}"), *questions])
    gone = {plan.name: _number(answer) for plan, answer in zip(binned, answers, strict=True)}
    there = {each["name"]: int(each["count"]) for each in totals.body["sObjects"]} if totals.is_ok else None
    found = {plan.name: _cause(gone.get(plan.name, 0), there, plan.name) for plan in plans}
    return found | {name: "no_right" if (there or {}).get(name) else "hidden" for name in unseen}


def _cause(gone: int | None, there: dict[str, int] | None, name: str) -> Cause:
    """An object that Salesforce's totals leave out has no record for anybody."""
    if gone:
        return "deleted"
    if there is None or gone is None:
        return "unclear"
    return "sharing" if there.get(name, 0) else "empty"


def _number(answer: Answer) -> int | None:
    return int(answer.body["totalSize"]) if answer.is_ok else None
