"""What mapping does by the clock; the only place of this room that knows Celery."""

from __future__ import annotations

from celery import shared_task

from apps.mapping import duplicates


@shared_task(name="mapping.forget_samples")
def forget_samples() -> None:
    duplicates.forget_old()
