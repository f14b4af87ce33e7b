"""The headline at the top right of every page: Last Synced, Sync in Progress, Failed, or never synced."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal, cast

from django.utils.translation import gettext as _

from apps.sync import wording
from apps.sync.models import SyncState, Word
from apps.tenants.models import Instance

HeadlineWord = Literal["never", "in_progress", "synced", "failed"]


@dataclass(frozen=True)
class Headline:
    """``at`` is when everything was last in step. ``sentence`` is empty where the word says it all."""

    word: HeadlineWord
    at: datetime.datetime | None = None
    sentence: str = ""


def of(instance: Instance) -> Headline:
    state = SyncState.objects.of(instance).first()
    return of_state(state) if state else Headline("never")


def of_state(state: SyncState) -> Headline:
    return Headline(cast("HeadlineWord", state.word), state.last_synced_at, _sentence(state))


def _sentence(state: SyncState) -> str:
    if state.word == Word.FAILED or state.problem:
        return wording.say(state.problem)
    if state.word == Word.SYNCED and not state.is_enabled:
        return _("The sync is disabled.")
    return ""
