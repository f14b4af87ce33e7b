"""Which ports on this machine are free, and which one each server had last time."""

from __future__ import annotations

import json
import socket
from pathlib import Path

HOST = "127.0.0.1"


def is_free(port: int, host: str = HOST) -> bool:
    with socket.socket() as probe:
        # as servers do: a port whose last connections are still closing counts as free
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def free() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class Memory:
    """Ports by name in one small file, so that a second start finds its addresses again."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def recall(self, name: str) -> int | None:
        return self._read().get(name)

    def keep(self, name: str, port: int) -> int:
        known = {**self._read(), name: port}
        self.path.write_text(json.dumps(known, indent=2) + "\n")
        return port

    def choose(self, name: str) -> int:
        """The port of last time while it is free, otherwise a new one."""
        last = self.recall(name)
        return last if last and is_free(last) else self.keep(name, free())

    def _read(self) -> dict[str, int]:
        try:
            return {str(name): int(port) for name, port in json.loads(self.path.read_text()).items()}
        except (OSError, ValueError):
            return {}  # no file yet, or half of one after a power cut
