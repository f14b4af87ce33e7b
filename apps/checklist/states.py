"""The states of a step and every move between them; whatever is not in this table cannot happen."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    LOCKED = "locked", _("Locked")  # what it rests on is not there yet
    READY = "ready", _("Ready")  # a person may begin
    QUEUED = "queued", _("Queued")  # a worker will take it at run_at
    RUNNING = "running", _("Running")  # a worker holds the lease
    WAITING = "waiting", _("Waiting")  # the job has done its part; a person's turn
    PAUSED = "paused", _("Paused")  # a person stopped it; goes on from the checkpoint
    DONE = "done", _("Done")  # verified_at says whether we saw it ourselves
    FAILED = "failed", _("Failed")  # `problem` says whose turn it is
    STALE = "stale", _("Out of date")  # was done; what it rested on changed


ACTIVE = frozenset({State.QUEUED, State.RUNNING})
SETTLED = frozenset({State.DONE, State.STALE})  # opens what comes after


@dataclass(frozen=True)
class Move:
    sources: frozenset[State]
    target: State


def _move(target: State, *sources: State) -> Move:
    return Move(frozenset(sources), target)


S = State
MOVES: dict[str, Move] = {
    "unlock": _move(S.READY, S.LOCKED),
    "begin": _move(S.QUEUED, S.LOCKED),
    "queue": _move(S.QUEUED, S.READY, S.WAITING, S.DONE, S.FAILED, S.STALE),
    "hurry": _move(S.QUEUED, S.QUEUED),
    "claim": _move(S.RUNNING, S.QUEUED),
    "put back": _move(S.QUEUED, S.RUNNING),
    "wait": _move(S.WAITING, S.RUNNING, S.READY),
    "hand over": _move(S.WAITING, S.READY, S.WAITING, S.FAILED, S.STALE, S.DONE),
    "finish": _move(S.DONE, S.READY, S.RUNNING, S.WAITING, S.FAILED, S.STALE, S.DONE),
    "fail": _move(S.FAILED, S.RUNNING),
    "pause": _move(S.PAUSED, S.QUEUED, S.RUNNING),
    "resume": _move(S.QUEUED, S.PAUSED),
    "cancel": _move(S.READY, S.QUEUED, S.RUNNING, S.PAUSED, S.WAITING, S.FAILED),
    "reopen": _move(S.READY, S.DONE, S.STALE, S.FAILED, S.WAITING),
    "age": _move(S.STALE, S.DONE),
    "lock": _move(S.LOCKED, S.READY),
}
