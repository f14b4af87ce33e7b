"""The addresses about people; signing in and out is allauth's, under ``accounts/``."""

from __future__ import annotations

from django.urls import path

from apps.accounts.views import members, profile

app_name = "accounts"

urlpatterns = [
    path("agencies/<slug:key>/members/", members.members_page, name="members"),
    path("agencies/<slug:key>/members/invite/", members.invite_member, name="invite"),
    path("agencies/<slug:key>/members/<int:pk>/role/", members.change_role, name="role"),
    path("agencies/<slug:key>/members/<int:pk>/remove/", members.remove_member, name="remove"),
    path("profile/", profile.profile_page, name="profile"),
]
