"""PostgreSQL 18 as part of Gangway: made on first start, brought up after any crash, used by a role without power."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from config.child import Program, as_user
from config.embedded.home import Home
from config.keys import Keys
from config.ports import HOST
from config.trouble import CannotStart

NAME = "postgres"
MAJOR = "18"
SUPERUSER = "postgres"
NOBODYS_PID = 999_999_999  # beyond the largest that Linux gives
ROLE = DATABASE = "gangway"
LAYOUT = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
ALWAYS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",  # a socket's path would be too long in many a folder, and left behind by a crash
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "log_line_prefix": "",
    "log_checkpoints": "off",
    "lc_messages": "C",
}
# data that are thrown away need not survive a power cut
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Postgres:
    """One cluster; ``is_throwaway`` trades safety against power cuts for speed."""

    home: Home
    port: int
    keys: Keys
    is_throwaway: bool = False

    @property
    def url(self) -> str:
        return f"postgresql://{ROLE}:{self.keys.portal_password}@{HOST}:{self.port}/{DATABASE}"

    def program(self) -> Program:
        options = {**ALWAYS, **(THROWAWAY if self.is_throwaway else {}), "port": str(self.port)}
        command = [self.home.program("postgres"), "-D", str(self.home.data)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        return Program(
            NAME,
            tuple(command),
            environment=_plain_environment(),
            folder=self.home.data,
            user=self.home.user,
            is_server=True,
            stop_signal=signal.SIGINT,  # ends sessions, writes a checkpoint
            patience=60,
        )

    def prepare(self) -> None:
        """Make the cluster if there is none, and clear away what a crash or a kill left behind."""
        stamp = self.home.data / "PG_VERSION"
        if not stamp.exists():
            self._make()
        elif (version := stamp.read_text().strip()) != MAJOR:
            raise CannotStart(
                f"the data in {self.home.data} were made by PostgreSQL {version}, and this is {MAJOR}."
                " Upgrade them with pg_upgrade, or set DATA_DIR to another folder."
            )
        self._clear_left_behind()

    def wait_ready(self, is_alive: Callable[[], bool], seconds: float = 600) -> None:
        """Until it answers; recovery after a power cut may take minutes."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                with self._as_superuser():
                    return
            except psycopg.OperationalError as problem:
                if not is_alive() or time.monotonic() > deadline:
                    raise CannotStart(
                        f"its PostgreSQL did not come up ({_first_line(problem)}); its log says why."
                    ) from None
            time.sleep(0.05)

    def ensure_role(self) -> None:
        """The portal's own role, which may make databases and roles but is no superuser, and its database."""
        with self._as_superuser() as connection:
            name, password = sql.Identifier(ROLE), sql.Literal(self.keys.portal_password)
            if not connection.execute("select 1 from pg_roles where rolname = %s", [ROLE]).fetchone():
                connection.execute(sql.SQL("create role {}").format(name))
            connection.execute(sql.SQL("alter role {} login createdb createrole password {}").format(name, password))
            if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
                connection.execute(sql.SQL("create database {} owner {}").format(sql.Identifier(DATABASE), name))

    def _as_superuser(self) -> psycopg.Connection:
        return psycopg.connect(
            host=HOST,
            port=self.port,
            user=SUPERUSER,
            password=self.keys.postgres_password,
            dbname="postgres",
            autocommit=True,
            connect_timeout=5,
        )

    def _make(self) -> None:
        password = self.home.data.with_name(f"{self.home.data.name}.password")
        _write_private(password, self.keys.postgres_password, self.home)
        command = [self.home.program("initdb"), "-D", str(self.home.data), "-U", SUPERUSER, "--auth=scram-sha-256"]
        command += [f"--pwfile={password}", *LAYOUT, *(["--no-sync"] if self.is_throwaway else [])]
        made = subprocess.run(
            command,
            cwd="/",
            env=_plain_environment(),
            capture_output=True,
            text=True,
            check=False,
            **as_user(self.home.user),
        )
        password.unlink()
        if made.returncode:
            raise CannotStart(f"PostgreSQL could not make its data folder {self.home.data}: {_last_line(made.stderr)}")

    def _clear_left_behind(self) -> None:
        """Stop a server of ours that outlived its portal; make a pid file harmless whose number now belongs to another.

        The file itself stays: PostgreSQL finds in it whether sessions of the dead server are still at work.
        """
        lock = self.home.data / "postmaster.pid"
        if not lock.exists():
            return
        first, _, rest = lock.read_text().partition("\n")
        if not first.strip().isdigit():
            lock.unlink()  # cut short by a power cut
            return
        process = _serving(int(first), self.home.data)
        if process:
            process.send_signal(signal.SIGINT)
            process.wait(60)
        elif psutil.pid_exists(int(first)):
            lock.write_text(f"{NOBODYS_PID}\n{rest}")


def _serving(pid: int, data: Path) -> psutil.Process | None:
    """The PostgreSQL with this number, if it serves these data; a dead one that nobody has buried does not."""
    try:
        process = psutil.Process(pid)
        return process if str(data) in process.cmdline() else None
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return None


def _plain_environment() -> dict[str, str]:
    """Without PG* variables, which would redirect it, and with messages in one language."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C", "PATH": "/usr/bin:/bin"}


def _write_private(path: Path, text: str, home: Home) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    if home.user:
        os.fchown(descriptor, as_user(home.user)["user"], -1)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)


def _first_line(problem: Exception) -> str:
    return (str(problem).strip().splitlines() or ["no answer"])[0]


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["it said nothing"])[-1]
