"""One trial: faults during the initial sync, faults during cycles, then quiet, and the comparison."""

from __future__ import annotations

import datetime
import random
import time
from collections import Counter
from typing import Any

import psycopg
from django.db import Error
from django.utils import timezone
from kombu.exceptions import OperationalError

from apps.checklist import actions, steps
from apps.sync import switches
from apps.sync.models import SyncState
from apps.tenants.models import Instance
from tests.chaos import comparison, faults, nights, stirring
from tests.chaos.pages import Pages
from tests.chaos.scene import Scene, say

SHARE = 0.7  # of the faults are for the initial sync, unless it ends before
PAUSE = (0.2, 2.5)  # seconds between two faults
PATIENCE = 600.0  # seconds without a fault until everything must be in step
CYCLE_FAULTS = 4  # faults a cycle
NIGHT_EVERY = 3  # cycles


class Trial:
    def __init__(self, scene: Scene, chance: random.Random, number: int) -> None:
        self.scene = scene
        self.chance = chance
        self.number = number
        self.thrown: Counter[str] = Counter()
        self.hands = 0
        self.instance = Instance.objects.get()
        self.pages = Pages(self.instance)

    def initial_sync(self) -> None:
        while self.thrown.total() < self.number * SHARE and not self._is_copied():
            self._until(self._is_at_work, "the pause after an outage")
            self._throw()
        say("chaos", f"{self.thrown.total()} faults during the initial sync")
        self._until(lambda: _harmless(lambda: self.scene.trainer("DELETE", "faults")), "the org")
        self._until(self._is_copied, "the initial sync")

    def cycles(self) -> None:
        cycle = 0
        while self.thrown.total() < self.number:
            self._until(lambda: _harmless(lambda: stirring.stir(self.scene, self.instance, self.chance)), "the org")
            if cycle % NIGHT_EVERY == 0:
                self._until(lambda: nights.fall(self.instance), "the marketing database")
            cycle += 1
            self._until(lambda: switches.sync_now(self.instance, by=None), "the portal")
            for _each in range(min(CYCLE_FAULTS, self.number - self.thrown.total())):
                self._throw()

    def settle(self) -> None:
        """No more faults; two cycles, because the first may have begun before the last change; then a night."""
        self._until(lambda: _harmless(lambda: self.scene.trainer("DELETE", "faults")), "the org")
        for _each in range(2):
            self._one_more_cycle()
        self._until(lambda: nights.fall(self.instance), "the marketing database")
        self._one_more_cycle()
        self._until(lambda: nights.is_over(self.instance), "the last night")

    def _one_more_cycle(self) -> None:
        since = timezone.now()
        self._until(lambda: switches.sync_now(self.instance, by=None), "the portal")
        self._until(lambda: self._synced_after(since), "the last cycle")

    def _throw(self) -> None:
        ended = time.monotonic() + self.chance.uniform(*PAUSE)
        name = faults.strike(self.scene, self.chance)
        self.thrown[name] += 1
        say("fault", f"{self.thrown.total()} {name}")
        self.pages.shorten()
        while time.monotonic() < ended:
            self.pages.look()
            time.sleep(0.1)

    def _until(self, look: Any, what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not _asked(look):
            if time.monotonic() > deadline:
                raise SystemExit(f"{what} did not come to an end: {self._standing()}")
            self._help()
            self.pages.look()
            time.sleep(0.2)

    def _help(self) -> None:
        """A person would have to press a button; counted, and pressed."""
        step = _asked(lambda: steps.get(self.instance, "initial-sync"))
        if step and step.state == "failed":
            say("chaos", f"a hand is needed: {step.problem}")
            self.hands += 1
            actions.start(step, by=None)

    def _is_copied(self) -> bool:
        return bool(_asked(lambda: steps.get(self.instance, "initial-sync").state == "done"))

    def _is_at_work(self) -> bool:
        """A fault that meets nobody proves nothing: what waits after an outage is waited for."""
        step = _asked(lambda: steps.get(self.instance, "initial-sync"))
        return bool(step) and (step.state != "queued" or step.run_at is None or step.run_at <= timezone.now())

    def _synced_after(self, moment: datetime.datetime) -> bool:
        return SyncState.objects.of(self.instance).filter(word="synced", last_synced_at__gt=moment).exists()

    def _standing(self) -> str:
        state = SyncState.objects.of(self.instance).get()
        rows = {row.slug: row.state for row in steps.of(self.instance)}
        return f"{state.word} {state.problem} {rows['initial-sync']}"


def run(scene: Scene, chance: random.Random, number: int) -> dict[str, Any]:
    began = time.monotonic()
    trial = Trial(scene, chance, number)
    trial.initial_sync()
    trial.cycles()
    trial.settle()
    found = comparison.compare(scene, trial.instance)
    for line in found.differing:
        say("differs", line)
    for line in comparison.refusals(trial.instance):
        say("refused", line)
    return {
        "faults": trial.thrown.total(),
        "kinds": dict(sorted(trial.thrown.items())),
        "records": found.records,
        "fields": found.fields,
        "calculated_fields": found.calculated,
        "changes": comparison.changes(trial.instance),
        "lost": found.lost,
        "twice": found.twice,
        "hands": trial.hands,
        "repeated_pages_max": trial.pages.repeated,
        "digest_equal": not found.differing,
        "seconds": round(time.monotonic() - began),
    }


def is_good(result: dict[str, Any]) -> bool:
    unfinished = sum(result["changes"].get(state, 0) for state in ("waiting", "sending"))
    return result["digest_equal"] and not result["lost"] + result["twice"] + result["hands"] + unfinished


def _asked(look: Any) -> Any:
    """The answer; None while a server is down."""
    try:
        return look()
    except (Error, psycopg.Error, OperationalError):
        faults.forget_connection()
        return None


def _harmless(act: Any) -> bool:
    try:
        act()
    except faults.GONE:
        return False
    return True
