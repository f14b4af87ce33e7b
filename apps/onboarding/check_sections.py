"""The checks as the page of step 6 shows them: what to do first, by group, the ring, and what was before."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from apps.connections import checks, missing_rights
from apps.connections.checks.table import GROUPS
from apps.connections.checks.words import Told, tell, title
from apps.connections.models import CheckChange, CheckResult, CheckRound, Connection, Verdict
from apps.onboarding import matrix
from apps.tenants.models import Instance

IN_MATRIX = frozenset({"object-rights", "required-fields", "mapped-fields"})
TO_DO = (Verdict.FAIL, Verdict.WARN, Verdict.UNKNOWN)
ACTION, ALL = "action", "all"
ROUND = 188.5  # the ring's circumference
ROUNDS_SHOWN = 5
CHANGES_SHOWN = 6


@dataclass(frozen=True)
class Section:
    title: str
    checks: list[Told]


@dataclass(frozen=True)
class Arc:
    """A part of the ring, in the units of its circumference."""

    verdict: str
    length: str
    offset: str


@dataclass(frozen=True)
class Change:
    title: str
    was: str
    became: str
    at: datetime.datetime


def of(instance: Instance, connection: Connection | None, only: str) -> dict[str, Any]:
    results = checks.latest(instance)
    told = [tell(result, connection) for result in results] if connection else []
    counts = Counter(each.verdict for each in told)
    missing = missing_rights.of(results)
    rounds = CheckRound.objects.of(instance).filter(is_whole=True)
    return {
        "only": only,
        "first": [each for verdict in TO_DO for each in told if each.verdict == verdict] if _shows_cards(only) else [],
        "matrix": matrix.of(results) if only in {"", ALL} else [],
        "sections": _sections(told, only),
        "chips": [(verdict.value, counts[verdict]) for verdict in Verdict if counts[verdict]],
        "to_do_count": sum(counts[verdict] for verdict in TO_DO),
        "all_count": len(told),
        "passed_count": counts[Verdict.PASS],
        "failed_count": counts[Verdict.FAIL],
        "warned_count": counts[Verdict.WARN],
        "ring": _ring(counts),
        "missing": missing if connection and not connection.is_professional and missing.count else None,
        "latest_round": rounds.first(),
        "earlier": list(rounds[1 : ROUNDS_SHOWN + 1]),
        "changes": _changes(instance, results),
    }


def _shows_cards(only: str) -> bool:
    return only in {"", ACTION}


def _sections(told: list[Told], only: str) -> list[Section]:
    if only == ACTION:
        return []
    listed = [each for each in told if _is_listed(each, only)]
    made = [Section(gettext(words), [each for each in listed if each.group == name]) for name, words in GROUPS.items()]
    return [section for section in made if section.checks]


def _is_listed(each: Told, only: str) -> bool:
    """The matrix shows what passes of rights and fields; everything on request."""
    if only in {"", ALL}:
        return only == ALL or each.code not in IN_MATRIX
    return each.verdict == only


def _ring(counts: Counter[str]) -> list[Arc]:
    total = sum(counts.values()) or 1
    arcs, passed = [], 0.0
    for verdict in (Verdict.PASS, Verdict.NOT_APPLICABLE, Verdict.UNKNOWN, Verdict.WARN, Verdict.FAIL):
        length = ROUND * counts[verdict] / total
        if length:
            arcs.append(Arc(verdict.value, f"{length:.1f} {ROUND}", f"{-passed:.1f}"))
        passed += length
    return arcs


def _changes(instance: Instance, results: Iterable[CheckResult]) -> list[Change]:
    data = {(row.code, row.subject): row.data for row in results}
    rows = CheckChange.objects.of(instance)[:CHANGES_SHOWN]
    return [
        Change(title(row.code, data.get((row.code, row.subject), {"object": row.subject})), row.was, row.became, row.at)
        for row in rows
    ]
