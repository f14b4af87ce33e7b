"""A portal of one's own: `make demo` in a process, with fresh data and free ports, for a rehearsal or a test."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from config import ports
from config.child import Child, Program, kill_tree

# what the caller's shell says about a portal must not reach this one
NOT_INHERITED = frozenset(
    {
        *("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "FIELD_KEYS", "PUBLIC_URL", "ALLOWED_HOSTS"),
        *("EMAIL_URL", "PRACTICE_ORG_URL", "PORT", "DATA_DIR", "RECORDS", "LOG_LEVEL", "DJANGO_ALLOW_ASYNC_UNSAFE"),
    }
)


@dataclass(frozen=True)
class Portal:
    """Where a running portal is, and how to sign in; ``support`` has the owner's password."""

    url: str
    practice_org_url: str
    owner: str
    support: str
    password: str
    records: int
    folder: Path
    child: Child

    def orgs(self) -> list[dict[str, Any]]:
        """What the practice org's trainers' list says of each org."""
        found: list[dict[str, Any]] = requests.get(f"{self.practice_org_url}/practice/orgs.json", timeout=30).json()[
            "orgs"
        ]
        return found

    def org(self, name: str) -> dict[str, Any]:
        return next(org for org in self.orgs() if org["name"] == name)

    def kill(self, process: str) -> None:
        """SIGKILL to ``web``, ``worker``, … and all that it started; the portal starts it again."""
        running = json.loads((self.folder / "running.json").read_text())
        kill_tree(running[process]["pid"])

    def stop(self) -> None:
        self.child.stop()


def start(folder: Path, listener: Callable[[str, str], None], *, records: int, **environment: str) -> Portal:
    """A portal that is ready; ``environment`` overrides what it would choose (DATABASE_URL, REDIS_URL, …)."""
    clean = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    own = {"DATA_DIR": str(folder), "PORT": str(ports.free()), "RECORDS": str(records), "NO_COLOR": "1"}
    program = Program("portal", (sys.executable, "-m", "config.demo"), {**clean, **own, **environment}, patience=45)
    child = Child(program, listener)
    ready = folder / "portal.json"
    deadline = time.monotonic() + 120 + records / 200
    while not ready.exists() or not ready.read_text().endswith("}\n"):
        if child.exit_code() is not None or time.monotonic() > deadline:
            child.kill()
            raise RuntimeError("the portal did not come up; its log says why")
        time.sleep(0.1)
    return Portal(**json.loads(ready.read_text()), records=records, folder=folder, child=child)
