"""Mapping as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class MappingConfig(AppConfig):
    name = "apps.mapping"
