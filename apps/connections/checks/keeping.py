"""Keeps the answers: the newest of each check, what it was before, and how the round went."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from apps.connections import events
from apps.connections.check_history import CheckChange, CheckRound
from apps.connections.checks import schedule
from apps.connections.checks.finding import Finding
from apps.connections.checks.table import BY_CODE
from apps.connections.models import CheckResult, Verdict
from apps.tenants.models import Instance
from apps.timeline import history

ORDER = tuple(BY_CODE)
ROUNDS_KEPT = 60
CHANGES_KEPT = 500
MOST_NAMED = 5
BY_ITSELF = frozenset({CheckRound.Why.DAILY, CheckRound.Why.FAILURE})


@dataclass(frozen=True)
class Took:
    """When a round was asked, how long it took, how many calls, and why."""

    asked_at: datetime.datetime
    seconds: float
    calls: int
    why: CheckRound.Why
    is_whole: bool


@transaction.atomic
def save(instance: Instance, codes: frozenset[str], findings: list[Finding], took: Took) -> list[CheckResult]:
    """The new answers replace the old ones of the same calls; answers that were asked for later stay."""
    history.take_turn(instance.pk)  # two people who press at once take turns
    old = {(row.code, row.subject): row for row in CheckResult.objects.of(instance).filter(code__in=codes)}
    fresh = {(each.code, each.subject): each for each in findings if _counts(each, old, took)}
    answered = {(each.code, each.subject) for each in findings}
    gone = [row.pk for place, row in old.items() if place not in answered and row.checked_at <= took.asked_at]
    CheckResult.objects.of(instance).filter(pk__in=gone).delete()
    made = [_row(instance, finding, old.get(place), took.asked_at) for place, finding in fresh.items()]
    CheckResult.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["instance", "code", "subject"],
        update_fields=["verdict", "seen", "checked_at"],
    )
    _note_changes(instance, made, old, took)
    _note_round(instance, made, took)
    return made


def _counts(finding: Finding, old: dict[tuple[str, str], CheckResult], took: Took) -> bool:
    """A round of the portal's own does not wipe out what was known because of an outage."""
    before = old.get((finding.code, finding.subject))
    if before is None:
        return True
    if before.checked_at > took.asked_at:
        return False
    return not (finding.data.get("later") and took.why in BY_ITSELF)


def _row(instance: Instance, finding: Finding, before: CheckResult | None, asked_at: datetime.datetime) -> CheckResult:
    data = finding.data
    if data.get("later") and before:
        data = {**data, "before": _settled(before)}
    seen = {"message": finding.seen, "data": data}
    place = {"code": finding.code, "subject": finding.subject}
    return CheckResult(instance=instance, verdict=finding.verdict, seen=seen, checked_at=asked_at, **place)


def _settled(row: CheckResult) -> str:
    """The last verdict that was no outage's."""
    return str(row.data.get("before", row.verdict)) if row.data.get("later") else str(row.verdict)


def _note_changes(
    instance: Instance, made: list[CheckResult], old: dict[tuple[str, str], CheckResult], took: Took
) -> None:
    changed = []
    for row in made:
        before = old.get((row.code, row.subject))
        if before and not row.data.get("later") and _settled(before) != row.verdict:
            changed.append((row, _settled(before)))
    CheckChange.objects.bulk_create(
        CheckChange(
            instance=instance, code=row.code, subject=row.subject, was=was, became=row.verdict, at=took.asked_at
        )
        for row, was in changed
    )
    lost = [row for row, _was in changed if row.verdict == Verdict.FAIL]
    mended = [row for row, was in changed if was == Verdict.FAIL]
    others = [row for row, was in changed if Verdict.FAIL not in {was, row.verdict}]
    for kind, rows in ((events.RIGHTS_LOST, lost), (events.RIGHTS_BACK, mended), (events.CHECKS_CHANGED, others)):
        if rows:
            history.record(instance, kind, names=_names(rows))


def _names(rows: list[CheckResult]) -> dict[str, Any]:
    """A sentence inside an event, translated when the event is read."""
    shown = rows[:MOST_NAMED]
    data = {f"n{number}": {"_": BY_CODE[row.code].title, "data": _said(row)} for number, row in enumerate(shown)}
    more = f" … +{len(rows) - len(shown)}" if len(rows) > len(shown) else ""
    return {"_": ", ".join(f"%({name})s" for name in data) + more, "data": data}


def _said(row: CheckResult) -> dict[str, Any]:
    return {name: value for name, value in row.data.items() if name in {"object", "permission"}}


def _note_round(instance: Instance, made: list[CheckResult], took: Took) -> None:
    count = {verdict: sum(row.verdict == verdict for row in made) for verdict in Verdict}
    CheckRound.objects.create(
        instance=instance,
        why=took.why,
        is_whole=took.is_whole,
        asked_at=took.asked_at,
        seconds=round(took.seconds, 2),
        calls=took.calls,
        passed=count[Verdict.PASS],
        warned=count[Verdict.WARN],
        failed=count[Verdict.FAIL],
        unknown=count[Verdict.UNKNOWN],
    )
    _forget(instance)
    if took.is_whole:
        schedule.asked(instance, took.asked_at)
    if took.why not in BY_ITSELF:
        history.record(instance, events.CHECKED, failed=count[Verdict.FAIL], passed=count[Verdict.PASS])


def _forget(instance: Instance) -> None:
    rounds, changes = CheckRound.objects.of(instance), CheckChange.objects.of(instance)
    rounds.exclude(pk__in=rounds.values("pk")[:ROUNDS_KEPT]).delete()
    changes.exclude(pk__in=changes.values("pk")[:CHANGES_KEPT]).delete()
