"""What Gangway runs, in one table: the demo starts these commands, and docker-compose.yml repeats them."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from config.child import Program

COMMANDS: dict[str, tuple[str, ...]] = {
    # no access log: the address of a sign-in's way back carries its code
    "web": (
        *("uvicorn", "config.asgi:application", "--timeout-graceful-shutdown", "5"),
        *("--no-access-log", "--lifespan", "off"),
    ),
    # no mingle, no gossip: workers need nothing of one another, and start a second earlier
    "worker": (
        *("celery", "--quiet", "--app", "config", "worker", "--concurrency", "2", "--prefetch-multiplier", "1"),
        *("--without-mingle", "--without-gossip", "--loglevel", "INFO"),
    ),
    # what is due stands in PostgreSQL: beat has nothing to remember, and no file that a power cut could spoil
    "beat": (
        *("celery", "--quiet", "--app", "config", "beat"),
        *("--scheduler", "celery.beat.Scheduler", "--loglevel", "WARNING"),
    ),
}
# how long a process may take to end: the web server finishes its answers, the worker its page
PATIENCE = {"web": 8, "worker": 15, "beat": 3}

# its database reports its own reference counts when it ends
DUCKDB_AT_EXIT = ("nanobind", " - leaked ", " - ... skipped remainder")


def program(name: str, environment: Mapping[str, str]) -> Program:
    """The process of this name, run by the Python that runs us."""
    return Program(name, python("-m", *COMMANDS[name]), environment, patience=PATIENCE[name])


def practice_org(environment: Mapping[str, str], *, port: int, records: int, folder: str, callback: str) -> Program:
    arguments = ["--port", str(port), "--seed", "1", "--records", str(records), "--data-dir", folder]
    command = python("-m", "apps.practice_org", *arguments, "--callback", callback)
    return Program("practice", command, environment, patience=5, unsaid=DUCKDB_AT_EXIT)


def python(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, *arguments)
