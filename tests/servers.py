"""The real servers that tests talk to: PostgreSQL and Valkey once per run, practice orgs as processes of their own."""

from __future__ import annotations

import atexit
import os
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import redis
import requests
from cryptography.fernet import Fernet
from psycopg.sql import SQL, Identifier

from config import keys, ports
from config.child import Child, Program
from config.embedded import home, throwaway
from config.embedded.postgres import Postgres
from config.embedded.valkey import Valkey

FIELD_KEY = Fernet.generate_key().decode()
SMALL = 200
PORTAL_NUMBERS, JOURNEY_NUMBERS = 32, 48  # Redis numbers of portals; those below belong to tests


class Log:
    """What a program said, shown when it fails."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def __call__(self, name: str, line: str) -> None:
        self.lines.append(f"{name} | {line[:300]}")
        del self.lines[:-100]

    def __str__(self) -> str:
        return "\n".join(self.lines)


def worker_number() -> int:
    """0 without parallel workers, otherwise 1 for gw0, 2 for gw1, ..."""
    name = os.environ.get("PYTEST_XDIST_WORKER", "")
    return int(name.removeprefix("gw")) + 1 if name else 0


def prepare_environment() -> None:
    """All that the settings read. The first process starts the servers; parallel workers inherit the addresses."""
    if worker_number() == 0:
        os.environ.update(_start())
    base = os.environ["REDIS_URL"].rsplit("/", 1)[0]
    os.environ["REDIS_URL"] = f"{base}/{worker_number()}"
    os.environ["PRACTICE_ORG_URL"] = f"http://127.0.0.1:{ports.free()}"
    # Playwright keeps an event loop in the main thread, which Django would take for a view that forgot to be async
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def _start() -> dict[str, str]:
    folder = throwaway.folder("test")
    made = keys.load(folder / "keys.json")
    postgres = Postgres(home.find(folder / "postgres"), ports.free(), made, is_throwaway=True)
    valkey = Valkey(folder / "valkey", ports.free(), made, is_throwaway=True)
    children = []
    for server in (postgres, valkey):
        server.prepare()
        log = Log()
        child = Child(server.program(), log)
        children.append(child)
        server.wait_ready(lambda child=child: child.exit_code() is None)
    postgres.ensure_role()
    atexit.register(_stop, children, folder)
    return {
        "DATABASE_URL": postgres.url,
        "REDIS_URL": valkey.url,
        "SECRET_KEY": made.secret_key,
        "FIELD_KEYS": f"t1:{FIELD_KEY}",
        "DATA_DIR": str(folder),
        "PUBLIC_URL": "http://127.0.0.1:8000",
        "LOG_LEVEL": "WARNING",
    }


def _stop(children: list[Child], folder: Path) -> None:
    for child in children:
        child.kill()  # the data are thrown away
    throwaway.remove(folder)


@dataclass
class PracticeOrg:
    """A running practice org process: its address, and what its orgs.json says of each org in it."""

    url: str
    orgs: list[dict[str, Any]]
    log: Log = field(repr=False)

    def org(self, name: str = "Practice Enterprise") -> dict[str, Any]:
        return next(org for org in self.orgs if org["name"] == name)


def start_practice_org(
    folder: Path, *, url: str, callback: str, records: int = SMALL, seed: int = 1
) -> tuple[PracticeOrg, Child]:
    """A fresh practice org that answers at ``url``; the caller stops the child."""
    command = [sys.executable, "-m", "apps.practice_org", "--port", url.rsplit(":", 1)[1], "--data-dir", str(folder)]
    command += ["--seed", str(seed), "--records", str(records), "--callback", callback]
    log = Log()
    child = Child(Program("practice", tuple(command)), log)
    deadline = time.monotonic() + 60 + records / 1000
    while True:
        try:
            orgs = requests.get(f"{url}/practice/orgs.json", timeout=10).json()["orgs"]
            return PracticeOrg(url, orgs, log), child
        except (requests.RequestException, ValueError):
            if child.exit_code() is not None or time.monotonic() > deadline:
                child.kill()
                raise RuntimeError(f"the practice org did not come up:\n{log}") from None
        time.sleep(0.05)


def own_database(name: str, *, number: int = PORTAL_NUMBERS) -> dict[str, str]:
    """DATABASE_URL of a new database on the run's PostgreSQL, and REDIS_URL of a number that no test uses."""
    base = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(SQL("drop database if exists {} with (force)").format(Identifier(name)))
        connection.execute(SQL("create database {}").format(Identifier(name)))
    address = f"{os.environ['REDIS_URL'].rsplit('/', 1)[0]}/{number + worker_number()}"
    with redis.Redis.from_url(address) as client:
        client.flushdb()
    return {"DATABASE_URL": f"{base}/{name}", "REDIS_URL": address}
