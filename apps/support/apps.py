"""Support as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "apps.support"
