"""The org's clock: UTC, whole seconds, wrong by what a trainer wished."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator
from contextvars import ContextVar

_ahead: ContextVar[float] = ContextVar("ahead", default=0.0)


def now() -> datetime.datetime:
    """Without a zone, as the records have it."""
    return utc().replace(tzinfo=None, microsecond=0)


def utc() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=_ahead.get())


@contextlib.contextmanager
def ahead(seconds: float) -> Iterator[None]:
    """What happens inside, in this thread, happens by a clock that is so many seconds ahead."""
    before = _ahead.set(seconds)
    try:
        yield
    finally:
        _ahead.reset(before)
