"""A whole portal with servers of its own, brought as far as the initial sync, whose every process may be killed."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import django
import psutil
import requests

from config import keys, ports
from config.child import Child
from config.embedded import home, throwaway
from config.embedded.postgres import Postgres
from config.embedded.valkey import Valkey
from config.journey import portal
from config.journey.steps import STEPS
from config.journey.walk import Walk

CREATED, LAST = "sync-fields", "start-sync"  # the fields are there; the last step that a person does
# dead workers are missed soon, cycles follow one another at once, and what died is started again without growing pauses
HURRIED = {
    "STEP_LEASE_SECONDS": "8",
    "SWEEP_SECONDS": "1",
    "DUE_SECONDS": "1",
    "LIMIT_PAUSE_SECONDS": "10",
    "RESTART_PAUSE_SECONDS": "2",
    "LOG_LEVEL": "WARNING",
}


def say(name: str, line: str) -> None:
    sys.stderr.write(f"{name:10} {line}\n")
    sys.stderr.flush()


class Scene:
    """Servers, portal and practice org; ``open`` walks the set-up until the fields are there, ``begin`` the rest."""

    def __init__(self, records: int) -> None:
        self.folder = throwaway.folder("chaos")
        self.records = records
        made = keys.load(self.folder / "keys.json")
        self.postgres = Postgres(home.find(self.folder / "postgres"), ports.free(), made)
        self.valkey = Valkey(self.folder / "valkey", ports.free(), made)
        self.running: dict[str, Child] = {}
        self.environment = {
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.valkey.url,
            "SECRET_KEY": made.secret_key,
            "FIELD_KEYS": made.field_keys,
        }

    def open(self) -> None:
        for name in ("postgres", "valkey"):
            self.start(name)
        self.postgres.ensure_role()
        folder = self.folder / "portal"
        folder.mkdir()
        self.portal = portal.start(folder, _quiet, records=self.records, **self.environment, **HURRIED)
        url = {"PRACTICE_ORG_URL": self.portal.practice_org_url, "PUBLIC_URL": self.portal.url}
        os.environ.update({**self.environment, **url, "DATA_DIR": str(folder), "LOG_LEVEL": "ERROR"})
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        django.setup()
        self.walk = Walk(self.portal)
        self._walk(0, CREATED)

    def begin(self) -> None:
        """Up to the last press of a person."""
        self._walk([name for name, _act in STEPS].index(CREATED) + 1, LAST)

    def _walk(self, start: int, last: str) -> None:
        for name, act in STEPS[start:]:
            say("walk", f"{name}: {act(self.walk)}")
            if name == last:
                return

    def start(self, name: str) -> None:
        """A server, after whatever end it had."""
        server = self._server(name)
        server.prepare()
        child = self.running[name] = Child(server.program(), _quiet)
        server.wait_ready(lambda: child.exit_code() is None)

    def restart(self, name: str, *, kindly: bool) -> None:
        """``kindly``: asked to stop; else SIGKILL to all of it."""
        if kindly:
            self.running[name].stop()
        else:
            self.running[name].kill()
        self.start(name)

    def workers(self) -> list[psutil.Process]:
        """The processes that do the jobs, without the one that leads them."""
        return self.leader("worker").children()

    def leader(self, name: str) -> psutil.Process:
        running = json.loads((Path(self.portal.folder) / "running.json").read_text())
        return psutil.Process(running[name]["pid"])

    def trainer(self, method: str, verb: str, body: Any = None) -> Any:
        """What a trainer does in the org; the org may be down for a moment."""
        address = f"{self.portal.practice_org_url}/practice/orgs/{self.walk.facts['org_id']}/{verb}"
        answer = requests.request(method, address, json=body, timeout=60)
        answer.raise_for_status()
        return answer.json()

    def close(self) -> None:
        if hasattr(self, "portal"):
            self.portal.stop()
        for child in self.running.values():
            child.kill()
        throwaway.remove(self.folder)

    def _server(self, name: str) -> Postgres | Valkey:
        return self.postgres if name == "postgres" else self.valkey


def _quiet(_name: str, line: str) -> None:
    if "error" in line.casefold() and "level='error'" in line:
        say("portal", line[:400])
