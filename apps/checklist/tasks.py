"""The only place of the checklist that knows Celery; a message carries an id, nothing else."""

from __future__ import annotations

import structlog
from celery import shared_task
from celery.signals import worker_ready
from kombu.exceptions import OperationalError

from apps.checklist import queue, release, runner, sweep

log = structlog.get_logger(__name__)
SOON = 60  # seconds; a longer wait is left to the sweep


@shared_task(name="checklist.run_step")
def run_step(step_id: int) -> None:
    seconds = runner.run(step_id)
    if seconds is not None and seconds <= SOON:
        run_step.apply_async((step_id,), countdown=seconds)


@shared_task(name="checklist.sweep")
def sweep_steps() -> None:
    for step_id in {*sweep.put_back_dead(), *sweep.forgotten()}:
        run_step.delay(step_id)


@worker_ready.connect
def catch_up(**_signal: object) -> None:
    release.catch_up()


def nudge(step_id: int) -> None:
    try:
        run_step.apply_async((step_id,), retry=False)
    except OperationalError:
        log.warning("step.not_nudged", step_id=step_id)  # the row is queued; the sweep sends it again


def install() -> None:
    queue.install(nudge)
