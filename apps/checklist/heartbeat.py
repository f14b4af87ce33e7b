"""Keeps a lease alive while one long statement runs; a dead worker's heart stops with it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from apps.checklist import progress
from apps.checklist.models import Step

log = structlog.get_logger(__name__)


@contextlib.contextmanager
def beating(step: Step) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=_beat, args=(step, stop), daemon=True, name=f"heartbeat-{step.pk}")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _beat(step: Step, stop: threading.Event) -> None:
    pause = settings.STEP_LEASE.total_seconds() / 3
    try:
        while not stop.wait(pause):
            _beat_once(step)
    except progress.Stopped:
        return  # the job learns it at its own next report
    finally:
        connection.close()


def _beat_once(step: Step) -> None:
    try:
        progress.beat(step)
    except (OperationalError, InterfaceError):
        connection.close()  # a server that restarts misses one beat; the lease outlasts two
        log.warning("step.beat_missed", step_id=step.pk)
