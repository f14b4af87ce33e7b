"""Every address of the portal."""

from __future__ import annotations

from django.urls import include, path

from apps.accounts.views import language
from config import health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("i18n/setlang/", language.switch_language, name="set_language"),
    path("accounts/", include("allauth.urls")),
    path("", include("apps.accounts.urls")),
    path("", include("apps.portfolio.urls")),
    path("", include("apps.support.urls")),
    path("", include("apps.onboarding.urls")),
]
