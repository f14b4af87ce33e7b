"""Starts the servers that the environment does not name, and says where they are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from config import ports
from config.embedded import home
from config.embedded.postgres import Postgres
from config.embedded.valkey import Valkey
from config.keys import Keys
from config.supervisor import Supervisor


def missing_servers(
    crew: Supervisor, folder: Path, made: Keys, memory: ports.Memory, given: Mapping[str, str]
) -> dict[str, str]:
    """DATABASE_URL and REDIS_URL of those started here, when they answer; ``given`` is the environment."""
    started = {}
    if not given.get("DATABASE_URL"):
        postgres = Postgres(home.find(folder / "postgres"), memory.choose("postgres"), made)
        if not postgres.home.data.is_relative_to(folder):
            crew.say("gangway", f"PostgreSQL's data are in {postgres.home.data}: its user may not enter {folder}")
        _run(crew, postgres)
        postgres.ensure_role()
        started["DATABASE_URL"] = postgres.url
    if not given.get("REDIS_URL"):
        valkey = Valkey(folder / "valkey", memory.choose("valkey"), made)
        _run(crew, valkey)
        started["REDIS_URL"] = valkey.url
    return started


def _run(crew: Supervisor, server: Postgres | Valkey) -> None:
    child = crew.start(server.program(), server.prepare)
    server.wait_ready(lambda: child.exit_code() is None)
