"""The marketing database as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class MarketingConfig(AppConfig):
    name = "apps.marketing"
