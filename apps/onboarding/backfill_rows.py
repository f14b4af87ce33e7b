"""Existing values on their way here, as the page of the fields shows them, and the sentence when one has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from apps.onboarding import problems
from apps.onboarding.problems import Words
from apps.sync import standing
from apps.sync.models import Backfill
from apps.tenants.models import Instance

MOST = 10


@dataclass(frozen=True)
class BackfillRow:
    """``state`` as badges have it; one object's requests are answered one after another."""

    row: Backfill
    state: str
    problem: Words | None


def of(instance: Instance) -> dict[str, Any]:
    """``backfills``, ``is_bringing`` while one is on its way, ``brought``: what the newest came to."""
    rows = list(Backfill.objects.of(instance).select_related("by")[:MOST])
    is_enabled = standing.of(instance).is_enabled
    shown = [BackfillRow(row, _state(row, rows, is_enabled=is_enabled), problems.words(row.problem)) for row in rows]
    is_bringing = any(row.ended_at is None for row in rows)
    return {
        "backfills": shown,
        "is_bringing": is_bringing,
        "brought": "" if is_bringing or not shown else _sentence(shown[0]),
    }


def _state(row: Backfill, rows: Iterable[Backfill], *, is_enabled: bool) -> str:
    if row.ended_at:
        return "failed" if row.problem else "done"
    earlier = any(each.ended_at is None and each.object == row.object and each.pk < row.pk for each in rows)
    if not is_enabled:
        return "paused"
    return "queued" if earlier else "running"


def _sentence(each: BackfillRow) -> str:
    if each.problem:
        return each.problem.what
    said = {"object": each.row.object, "fields": ", ".join(each.row.sources)}
    return _("The existing values of %(object)s are here: %(fields)s.") % said
