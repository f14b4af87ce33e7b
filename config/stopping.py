"""How a program in the foreground is asked to stop: once in earnest, twice in a hurry."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
ONE_PRESS = 1.0  # seconds in which make, the terminal and a supervisor may each pass the same wish on


class Stopped(BaseException):
    """Somebody asked us to stop."""


def listen(kill: Callable[[], None]) -> None:
    """The first signal raises Stopped in the main thread; a second one kills and leaves at once."""
    asked = 0.0

    def hurry(_number: int, _frame: FrameType | None) -> None:
        if time.monotonic() - asked > ONE_PRESS:
            kill()
            sys.stdout.flush()
            os._exit(130)

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        asked = time.monotonic()
        for each in SIGNALS:
            signal.signal(each, hurry)
        raise Stopped

    for each in SIGNALS:
        signal.signal(each, stop)
