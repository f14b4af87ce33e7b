"""Syncs in trouble, and how one instance's sync stands, as the desk sees it."""

from __future__ import annotations

from typing import Any, TypeAlias

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When

from apps.sync import headline
from apps.sync.models import SyncState, Word
from apps.tenants.models import Instance

Troubled: TypeAlias = "QuerySet[Any, Any]"  # states with whose ``turn`` it is


def of_everybody() -> Troubled:
    """Failed, or with a problem that is tried again; the oldest success first."""
    states: Troubled = SyncState.objects.everywhere("the support desk looks at every tenant's sync")
    turn = Case(
        When(problem__turn="ours", then=Value("us")),
        When(problem__turn="time", then=Value("time")),
        default=Value("person"),
        output_field=CharField(),
    )
    troubled: Troubled = states.filter(Q(word=Word.FAILED) | ~Q(problem={})).annotate(turn=turn)
    return troubled.order_by(F("last_synced_at").asc(nulls_first=True), "pk")


def facts(instance: Instance) -> dict[str, Any] | None:
    """What the page of a case says of the sync."""
    state = SyncState.objects.of(instance).first()
    if state is None:
        return None
    return {"state": state, "headline": headline.of_state(state), "word": state.get_word_display()}
