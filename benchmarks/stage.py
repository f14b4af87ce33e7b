"""A stage for benchmarks: servers, a practice org and workers of its own, on free ports, in a folder of its own.

Logs go to stderr; a benchmark's result is the last line on stdout, one JSON object.
"""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import django  # noqa: E402 - the path comes first
import psutil  # noqa: E402
import psycopg.conninfo  # noqa: E402
import requests  # noqa: E402

from config import keys, ports, processes  # noqa: E402
from config.child import Child, Program  # noqa: E402
from config.embedded import home  # noqa: E402
from config.embedded.postgres import Postgres  # noqa: E402
from config.embedded.valkey import Valkey  # noqa: E402

MIB = 1024 * 1024
PATIENCE = 300.0  # seconds for a server to come up
LONGEST_COPY = 3600.0


def say(name: str, line: str = "") -> None:
    sys.stderr.write(f"{name:10} {line}\n")
    sys.stderr.flush()


def result(**figures: Any) -> None:
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.stdout.flush()


class Stage:
    """What runs; Django is set up against it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.keys = keys.load(folder / "keys.json")
        self.home = home.find(folder / "postgres")
        self.postgres = Postgres(self.home, ports.free(), self.keys)
        self.valkey = Valkey(folder / "valkey", ports.free(), self.keys)
        self.org_url = f"http://127.0.0.1:{ports.free()}"
        self.children: list[Child] = []

    def open(self) -> None:
        for server in (self.postgres, self.valkey):
            server.prepare()
            child = self.run(server.program())
            server.wait_ready(lambda child=child: child.exit_code() is None)
        self.postgres.ensure_role()
        os.environ.update(self.environment())
        django.setup()
        django.core.management.call_command("migrate", verbosity=0)

    def environment(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.valkey.url,
            "SECRET_KEY": self.keys.secret_key,
            "FIELD_KEYS": self.keys.field_keys,
            "DATA_DIR": str(self.folder),
            "PUBLIC_URL": "http://127.0.0.1:8000",
            "PRACTICE_ORG_URL": self.org_url,
            "LOG_LEVEL": "WARNING",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }

    def run(self, program: Program) -> Child:
        child = Child(program, say)
        self.children.append(child)
        return child

    def start_practice_org(self, records: int) -> dict[str, Any]:
        """``records``: Leads and Contacts of each org. Returns what the process says of its first org."""
        port = int(self.org_url.rsplit(":", 1)[1])
        folder = str(self.folder / "practice-org")
        program = processes.practice_org(
            os.environ, port=port, records=records, folder=folder, callback="http://127.0.0.1:8000/"
        )
        child = self.run(program)
        answer = wait_for(lambda: _facts(self.org_url), child, PATIENCE + records / 500)
        return dict(answer["orgs"][0])

    def start_worker(self) -> Worker:
        child = self.run(processes.program("worker", os.environ))
        worker = Worker(child)
        wait_for(worker.is_ready, child, PATIENCE)
        return worker

    def start_web(self) -> str:
        """The real web server, as the demo starts it. Returns its address."""
        port = ports.free()
        program = processes.program("web", os.environ)
        address = f"http://127.0.0.1:{port}"
        child = self.run(dataclasses.replace(program, command=(*program.command, "--port", str(port))))
        wait_for(lambda: _answers(f"{address}/healthz"), child, PATIENCE)
        return address

    def psql(self, script: str) -> None:
        """PostgreSQL's own client, as anybody would use it."""
        path = self.folder / "script.sql"
        path.write_text(script)
        command = (self.home.program("psql"), "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", f"--file={path}")
        address = psycopg.conninfo.conninfo_to_dict(self.postgres.url)
        known = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
        environment = {**os.environ, **{known[name]: str(value) for name, value in address.items()}}
        child = Child(Program("psql", command, environment), say)
        if not child.wait(LONGEST_COPY) or child.exit_code():
            raise RuntimeError("psql did not do it")

    def close(self) -> None:
        for child in reversed(self.children):
            child.stop()
        home.forget(self.folder / "postgres")
        shutil.rmtree(self.folder, ignore_errors=True)


class Worker:
    """A worker process with its children; memory is what they hold together, shared pages counted once."""

    def __init__(self, child: Child) -> None:
        self.child = child

    def is_ready(self) -> bool | None:
        process = psutil.Process(self.child.pid)
        return bool(process.children(recursive=True)) or None

    def mib(self) -> float:
        leader = psutil.Process(self.child.pid)
        return sum(_pss(process) for process in (leader, *leader.children(recursive=True))) / MIB


def _pss(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.Error:
        return 0


def _facts(url: str) -> dict[str, Any] | None:
    try:
        return dict(requests.get(f"{url}/practice/orgs.json", timeout=30).json())
    except (requests.RequestException, ValueError):
        return None


def _answers(url: str) -> bool | None:
    try:
        return requests.get(url, timeout=30).ok or None
    except requests.RequestException:
        return None


def wait_for(look: Callable[[], Any], child: Child, seconds: float) -> Any:
    """What ``look`` finds; it may find nothing for so long, as long as the process lives."""
    deadline = time.monotonic() + seconds
    while (found := look()) is None:
        if child.exit_code() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{child.program.name} did not do it in time")
        time.sleep(0.1)
    return found


@contextmanager
def opened() -> Iterator[Stage]:
    stage = Stage(Path(tempfile.mkdtemp(prefix="gangway-bench-")))
    try:
        stage.open()
        yield stage
    finally:
        stage.close()
