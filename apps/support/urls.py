"""The support desk's addresses; for everybody else there is nothing here."""

from __future__ import annotations

from django.urls import path

from apps.support import views

app_name = "support"

urlpatterns = [
    path("support/", views.desk_page, name="desk"),
    path("support/<slug:key>/", views.case_page, name="case"),
    path("support/<slug:key>/act/", views.act, name="act"),
]
