"""`make demo`: the whole portal on this machine, with a practice org to connect it to; stays until Ctrl-C.

DATABASE_URL, REDIS_URL and PRACTICE_ORG_URL name servers to use instead of those that it starts.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import requests

from config import env, keys, ports, processes, stopping
from config.child import Child, Program
from config.embedded import start
from config.sign_ins import OWNER, SUPPORT
from config.supervisor import Supervisor, end_left_behind
from config.terminal import Terminal, card
from config.trouble import CannotStart

SMALLEST_DISK = 2**30
# said at every start as root, and of no use to somebody who tries a demo
NO_WARNINGS = "ignore:You're running the worker with superuser privileges"


def main() -> None:
    folder = env.folder("DATA_DIR", env.ROOT / "var")
    folder.mkdir(parents=True, exist_ok=True)
    say = Terminal()
    with alone(folder):
        crew = Supervisor(folder / "running.json", say, env.number("RESTART_PAUSE_SECONDS", 30))
        stopping.listen(crew.kill)
        try:
            end_left_behind(crew.record)
            _check_room(folder, env.number("PORT", 8000))
            _run(crew, folder, say)
        except stopping.Stopped:
            say("gangway", "stopping; a second Ctrl-C does not wait")
        finally:
            (folder / "portal.json").unlink(missing_ok=True)
            if crew.has_started:
                crew.stop()
                say("gangway", "stopped. Your data stay; `make demo` carries on.")


def _run(crew: Supervisor, folder: Path, say: Terminal) -> None:
    made, memory = keys.load(folder / "keys.json"), ports.Memory(folder / "ports.json")
    say("gangway", "starting PostgreSQL and Valkey")
    servers = start.missing_servers(crew, folder, made, memory, os.environ)
    environment = _environment(folder, made, servers, memory)
    _prepare_data(folder, environment, made, say)
    say("gangway", "starting the portal and the practice org")
    addresses = _start(crew, folder, environment)
    crew.watch(until=lambda: all(map(_answers, addresses)))
    _announce(folder, environment, made)
    crew.watch()


def _prepare_data(folder: Path, environment: Mapping[str, str], made: keys.Keys, say: Terminal) -> None:
    (folder / "static").mkdir(exist_ok=True)
    _do(say, "migrate", ("manage.py", "migrate", "--no-input", "--verbosity", "0"), environment)
    seed = ("manage.py", "shell", "--no-imports", "--command", "from config import seed; seed.plant()")
    _do(say, "seed", seed, {**environment, "DEMO_PASSWORD": made.demo_password})


def _start(crew: Supervisor, folder: Path, environment: Mapping[str, str]) -> list[str]:
    """The addresses that answer once everything is up."""
    addresses = [f"http://{ports.HOST}:{environment['PORT']}/readyz"]
    if not os.environ.get("PRACTICE_ORG_URL"):
        crew.start(_practice_org(folder, environment))
        addresses.append(f"{environment['PRACTICE_ORG_URL']}/healthz")
    for name in processes.COMMANDS:
        crew.start(processes.program(name, environment))
    return addresses


def _environment(folder: Path, made: keys.Keys, servers: Mapping[str, str], memory: ports.Memory) -> dict[str, str]:
    """What the processes read: ours where the caller's environment is silent."""
    port = str(env.number("PORT", 8000))
    defaults = {
        "SECRET_KEY": made.secret_key,
        "FIELD_KEYS": made.field_keys,
        "PUBLIC_URL": f"http://{ports.HOST}:{port}",
        "PRACTICE_ORG_URL": f"http://{ports.HOST}:{_practice_port(memory)}",
        "UVICORN_HOST": ports.HOST,
        "LOG_STYLE": "plain",
        **servers,
    }
    given = {name: value for name, value in os.environ.items() if value}
    fixed = {
        "DATA_DIR": str(folder),
        "PORT": port,
        "UVICORN_PORT": port,
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": NO_WARNINGS,
    }
    return {**defaults, **given, **fixed}


def _practice_port(memory: ports.Memory) -> int:
    """The port of last time: connections remember their org by its address."""
    last = memory.recall("practice")
    if last and not ports.is_free(last) and not os.environ.get("PRACTICE_ORG_URL"):
        raise CannotStart(f"port {last}, where the practice org was last time, is taken. Stop the program that has it.")
    return memory.choose("practice")


def _practice_org(folder: Path, environment: Mapping[str, str]) -> Program:
    return processes.practice_org(
        environment,
        port=int(environment["PRACTICE_ORG_URL"].rsplit(":", 1)[1]),
        records=env.number("RECORDS", 5000),
        folder=str(folder / "practice"),
        callback=f"{environment['PUBLIC_URL'].rstrip('/')}/connections/callback/",
    )


def _do(say: Terminal, name: str, arguments: tuple[str, ...], environment: Mapping[str, str]) -> None:
    """Run something to its end."""
    child = Child(Program(name, processes.python(*arguments), environment), say)
    child.finish()
    if child.exit_code():
        raise CannotStart(f"“{name}” failed; the lines above say why.")


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).ok
    except requests.RequestException:
        return False


def _announce(folder: Path, environment: Mapping[str, str], made: keys.Keys) -> None:
    url, practice, password = environment["PUBLIC_URL"], environment["PRACTICE_ORG_URL"], made.demo_password
    facts = {"url": url, "practice_org_url": practice, "owner": OWNER, "support": SUPPORT, "password": password}
    path = folder / "portal.json"
    path.touch(mode=0o600)
    path.write_text(json.dumps(facts, indent=2) + "\n")
    lines = [("Gangway", url), ("sign in as", OWNER), ("password", password)]
    lines += [("support desk", f"{SUPPORT}, same password"), ("practice org", practice), ("stop", "Ctrl-C")]
    print(card(lines), flush=True)


def _check_room(folder: Path, port: int) -> None:
    if shutil.disk_usage(folder).free < SMALLEST_DISK:
        raise CannotStart(f"less than 1 GiB is free on the disk of {folder}. Free some space and try again.")
    if not ports.is_free(port):
        raise CannotStart(f"port {port} is taken by another program. Stop it, or try: make demo PORT={port + 1}")


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    with (folder / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(
                f"another `make demo` is at work on {folder}. Stop it with Ctrl-C, or set DATA_DIR to another folder."
            ) from None
        yield


if __name__ == "__main__":
    main()
