"""The checklist as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ChecklistConfig(AppConfig):
    name = "apps.checklist"

    def ready(self) -> None:
        from apps.checklist import tasks  # noqa: PLC0415 - models are loaded now; the web process sends nudges too

        tasks.install()
