"""The portfolio as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    name = "apps.portfolio"
