"""Asks in one statement whose turn it is over all instances of some agencies, and for one page of them."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, field
from typing import Any, Self

from django.core.paginator import Page, Paginator
from django.db import connection
from django.http import QueryDict

from apps.checklist import registry
from apps.checklist.states import State
from apps.tenants.models import Instance
from apps.tenants.sql import read

SIZE = 25
TURNS = ("you", "person", "us", "time", "gangway", "none")
SORTS = ("turn", "name")
STATES = tuple(str(state) for state in State if state != State.LOCKED)


@dataclass(frozen=True)
class Filters:
    """What the viewer asked for; anything unknown counts as not asked."""

    search: str = ""
    turn: str = ""
    state: str = ""
    kind: str = ""
    sort: str = "turn"
    page: int = 1

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        return cls(
            search=query.get("q", "").strip().replace("\x00", "")[:100],
            turn=_one_of(query.get("turn"), TURNS),
            state=_one_of(query.get("state"), STATES),
            kind=_one_of(query.get("kind"), Instance.Kind.values),
            sort=_one_of(query.get("sort"), SORTS) or SORTS[0],
            page=_page(query.get("page", "")),
        )

    @property
    def are_set(self) -> bool:
        return bool(self.search or self.turn or self.state or self.kind)


@dataclass(frozen=True)
class Tally:
    """How many instances are whose turn, and since when the oldest of them."""

    turn: str
    count: int
    since: datetime.datetime | None


@dataclass(frozen=True)
class Standing:
    """Where one instance stands: the step that says whose turn it is; no slug when nothing is open.

    A Salesforce administrator's turn counts as a ``person``'s.
    """

    instance_id: int
    turn: str
    slug: str | None
    state: str | None
    since: datetime.datetime | None
    until: datetime.datetime | None
    is_administrators: bool


@dataclass(frozen=True)
class Board:
    tallies: dict[str, Tally]
    page: Page[int] = field(repr=False)
    standings: list[Standing]

    @property
    def total(self) -> int:
        return sum(tally.count for tally in self.tallies.values())


def look(agencies: frozenset[int], operated: frozenset[int], filters: Filters) -> Board:
    """``operated``: the agencies in which the viewer may act, so that their people's turn is *yours*."""
    with connection.cursor() as cursor:
        cursor.execute(read("portfolio", "board"), _parameters(agencies, operated, filters))
        tallies, chosen, rows = cursor.fetchone() or ("{}", 0, "[]")
    return Board(
        tallies={turn: Tally(turn, count, _instant(since)) for turn, (count, since) in _json(tallies).items()},
        page=Paginator(range(chosen), SIZE).get_page(filters.page),
        standings=[_standing(row) for row in _json(rows)],
    )


def _parameters(agencies: frozenset[int], operated: frozenset[int], filters: Filters) -> dict[str, Any]:
    definitions = registry.definitions()
    return {
        "slugs": [definition.slug for definition in definitions],
        "optional": [definition.is_optional for definition in definitions],
        "agencies": list(agencies),
        "operated": list(operated),
        "search": f"%{_escaped(filters.search)}%" if filters.search else "",
        "org_id": filters.search,
        "kind": filters.kind,
        "state": filters.state,
        "turn": filters.turn,
        "sort": filters.sort,
        "page": filters.page,
        "size": SIZE,
    }


def _standing(row: dict[str, Any]) -> Standing:
    since, until = _instant(row["state_since"]), _instant(row["run_at"])
    return Standing(row["id"], row["turn"], row["slug"], row["state"], since, until, row["is_administrators"])


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _instant(text: str | None) -> datetime.datetime | None:
    return datetime.datetime.fromisoformat(text) if text else None


def _escaped(search: str) -> str:
    return search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _one_of(value: str | None, allowed: Any) -> str:
    return value if value in allowed and value else ""


def _page(value: str) -> int:
    return min(int(value), 100_000) if value.isdecimal() and int(value) else 1
