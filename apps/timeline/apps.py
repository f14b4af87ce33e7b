"""The timeline as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class TimelineConfig(AppConfig):
    name = "apps.timeline"
