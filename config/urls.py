"""Every address of the portal."""

from __future__ import annotations

from django.apps import apps
from django.urls import include, path

from apps.accounts.views import language
from config import health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("i18n/setlang/", language.switch_language, name="set_language"),
    path("accounts/", include("allauth.urls")),
    path("", include("apps.accounts.urls")),
    *[path("", include(f"apps.{room}.urls")) for room in ("portfolio", "support") if apps.is_installed(f"apps.{room}")],
    path("", include("apps.onboarding.urls")),
]
