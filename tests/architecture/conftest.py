"""Ears at the places where a secret might be overheard: Redis and the log."""

from __future__ import annotations

import io
import logging
import threading
from collections.abc import Iterator

import pytest
import redis

END = "the walk is over"


class Ear:
    """Hears every command that reaches the Redis server: jobs, live news, cache."""

    def __init__(self, url: str) -> None:
        self.heard: list[str] = []
        self._client = redis.Redis.from_url(url, socket_timeout=None)  # nothing is said for a while
        self._monitor = self._client.monitor()
        self._monitor.__enter__()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        for command in self._monitor.listen():
            self.heard.append(str(command["command"]))
            if END in self.heard[-1]:
                return

    def all(self) -> str:
        if self._thread.is_alive():
            self._client.echo(END)
            self._thread.join(10)
        return "\n".join(self.heard)


@pytest.fixture
def ear(settings) -> Iterator[Ear]:
    opened = Ear(settings.REDIS_URL)
    yield opened
    opened.all()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that every room says, down to DEBUG, as it would stand in the log."""
    root, said = logging.getLogger(), io.StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(next(each.formatter for each in root.handlers if type(each) is logging.StreamHandler))
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield said
    root.setLevel(level)
    root.removeHandler(handler)
