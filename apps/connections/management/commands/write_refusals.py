"""Writes docs/refusals.md from the table that the portal itself reads."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from apps.connections.refusals import page


class Command(BaseCommand):
    help = "Writes docs/refusals.md anew."

    def handle(self, *_args: Any, **_options: Any) -> None:
        (settings.ROOT / "docs" / "refusals.md").write_text(page.markdown(), encoding="utf-8")
