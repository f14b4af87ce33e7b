"""Who watches the work: is told of each committed page, and can stop it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Protocol

EVERY = 2.0  # seconds; a pause must be heard within five


class Watch(Protocol):
    """Either method may raise, which ends the work at once: the page under way rolls back."""

    def alive(self) -> None:
        """Asked every few seconds, also in the middle of a page."""

    def saved(self, done: int, total: int | None) -> None:
        """After each committed page: records here, and records expected where they could be counted."""


def watched(chunks: Iterator[bytes], watch: Watch) -> Iterator[bytes]:
    asked_at = time.monotonic()
    for chunk in chunks:
        if time.monotonic() - asked_at > EVERY:
            watch.alive()
            asked_at = time.monotonic()
        yield chunk
