"""Keeps a handful of programs running: starts one again that died, after growing pauses, and stops all together."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from config.child import Child, Program, kill_tree
from config.embedded.postgres import NAME as POSTGRES

Say = Callable[[str, str], None]
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
# a program that ran this long has earned a quick restart again
SETTLED_AFTER = 60.0


@dataclass
class Charge:
    """One program in our care."""

    program: Program
    prepare: Callable[[], None]
    child: Child
    started: float
    pause: float = FIRST_PAUSE
    again_at: float | None = None


class Supervisor:
    """Works in the thread that made it. ``record`` remembers who runs, for a start after we were killed."""

    def __init__(self, record: Path, say: Say, longest_pause: float = LONGEST_PAUSE) -> None:
        self.record = record
        self.say = say
        self.longest_pause = longest_pause
        self._charges: list[Charge] = []

    def start(self, program: Program, prepare: Callable[[], None] = lambda: None) -> Child:
        """``prepare`` runs before each start of it."""
        prepare()
        child = Child(program, self.say)
        self._charges.append(Charge(program, prepare, child, time.monotonic()))
        self._remember()
        return child

    @property
    def has_started(self) -> bool:
        return bool(self._charges)

    def watch(self, until: Callable[[], bool] = lambda: False) -> None:
        while not until():
            for charge in self._charges:
                self._tend(charge)
            time.sleep(0.2)

    def stop(self) -> None:
        """All programs at once, then the servers that they use."""
        for is_server in (False, True):
            children = [charge.child for charge in self._charges if charge.program.is_server == is_server]
            for child in children:
                child.ask_to_stop()
            for child in children:
                child.end()
        self.record.unlink(missing_ok=True)

    def kill(self) -> None:
        for charge in self._charges:
            charge.child.kill()

    def _tend(self, charge: Charge) -> None:
        code, now = charge.child.exit_code(), time.monotonic()
        if code is None:
            return
        name = charge.program.name
        if charge.again_at is None:
            if now - charge.started > SETTLED_AFTER:
                charge.pause = FIRST_PAUSE
            self.say(name, f"ended ({_how(code)}); starting it again in {charge.pause:.0f} s")
            charge.again_at = now + charge.pause
            charge.pause = min(charge.pause * 2, self.longest_pause)
        elif now >= charge.again_at:
            charge.child.kill()  # what it left of its own children
            charge.prepare()
            charge.child, charge.started, charge.again_at = Child(charge.program, self.say), now, None
            self._remember()

    def _remember(self) -> None:
        running = {}
        for charge in self._charges:
            with contextlib.suppress(psutil.NoSuchProcess):
                made = psutil.Process(charge.child.pid).create_time()
                running[charge.program.name] = {"pid": charge.child.pid, "made": made}
        draft = self.record.with_suffix(".new")
        draft.write_text(json.dumps(running, indent=2) + "\n")
        draft.replace(self.record)


def end_left_behind(record: Path) -> None:
    """Kill what an earlier supervisor, itself killed, left running; only processes that are provably the same.

    A left PostgreSQL ends in its own way when the new one is prepared.
    """
    try:
        running = json.loads(record.read_text())
    except (OSError, ValueError):
        return
    for name, entry in running.items():
        with contextlib.suppress(psutil.Error):
            if name != POSTGRES and abs(psutil.Process(entry["pid"]).create_time() - entry["made"]) < 1:
                kill_tree(entry["pid"])


def _how(code: int) -> str:
    return f"killed by signal {-code}" if code < 0 else f"exit status {code}"
