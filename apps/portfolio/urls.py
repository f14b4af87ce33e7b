"""The board's addresses: the portal's front door is one of them."""

from __future__ import annotations

from django.urls import path

from apps.portfolio import views

app_name = "portfolio"

urlpatterns = [
    path("", views.board_page, name="board"),
    path("instances/", views.board_page, name="instances"),
]
