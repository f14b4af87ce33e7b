"""One program that we run: in a process group of its own, its output line by line, and gone when we are gone."""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Program:
    """What to run: ``user`` is the system user to run it as, ``patience`` the seconds between asking and killing."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    folder: Path = ROOT
    user: str | None = None
    unsaid: tuple[str, ...] = ()  # lines with one of these are of no use to our reader
    is_server: bool = False  # others use it: stopped after them
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 10


class Child:
    """A running program. Start it from the main thread: Linux ends it together with the thread that started it."""

    def __init__(self, program: Program, listener: Callable[[str, str], None]) -> None:
        self.program = program
        self._process = subprocess.Popen(
            program.command,
            cwd=program.folder,
            env=dict(program.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_end_with_parent(program.stop_signal),  # noqa: PLW1509 - one system call, prepared before the fork
            **as_user(program.user),
        )
        self._reader = threading.Thread(target=self._read, args=(listener,), daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def exit_code(self) -> int | None:
        """None while it runs."""
        return self._process.poll()

    def ask_to_stop(self) -> None:
        if self.exit_code() is None:
            self._process.send_signal(self.program.stop_signal)

    def wait(self, seconds: float) -> bool:
        """Whether it ended in time."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def finish(self) -> None:
        """Wait for its end, and for its last line."""
        self._process.wait()
        self._reader.join(2)

    def kill(self) -> None:
        """SIGKILL to the program and all that it started."""
        kill_tree(self.pid)
        self.finish()

    def stop(self) -> None:
        self.ask_to_stop()
        self.end()

    def end(self) -> None:
        """Wait for one that was asked to stop, as long as its patience; then kill it."""
        self.wait(self.program.patience)
        self.kill()

    def _read(self, listener: Callable[[str, str], None]) -> None:
        assert self._process.stdout is not None  # noqa: S101 - it was asked for above
        with self._process.stdout as lines:
            for raw in lines:
                line = raw.decode(errors="replace").rstrip()
                if not any(words in line for words in self.program.unsaid):
                    listener(self.program.name, line)


def kill_tree(pid: int) -> None:
    """SIGKILL to a process, its descendants and what is left of its group."""
    family: list[psutil.Process] = []
    with contextlib.suppress(psutil.NoSuchProcess):
        leader = psutil.Process(pid)
        family = [leader, *leader.children(recursive=True)]
    for member in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            member.kill()
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def as_user(user: str | None) -> dict[str, Any]:
    """What subprocess needs to start a program as this user, without a trace of our own groups."""
    if user is None:
        return {}
    entry = pwd.getpwnam(user)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _end_with_parent(stop_signal: signal.Signals) -> Callable[[], None] | None:
    """Linux sends this signal when we die, however we die; elsewhere the next start finds what was left."""
    if _libc is None:
        return None
    prctl, number = _libc.prctl, int(stop_signal)
    return lambda: prctl(PR_SET_PDEATHSIG, number)
