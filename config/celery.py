"""The worker's front door: finds the tasks of every room."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import task_prerun
from django.db import close_old_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("gangway")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@task_prerun.connect
def keep_database(task: Any = None, **_said: Any) -> None:
    """A worker's connection outlives its tasks: signing in to PostgreSQL costs more than a small task does."""
    if task is None or not task.request.is_eager:
        close_old_connections()
