"""Accounts as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "apps.accounts"

    def ready(self) -> None:
        from allauth.account.signals import password_reset  # noqa: PLC0415 - models are loaded now

        from apps.accounts import letters  # noqa: PLC0415

        password_reset.connect(letters.trust_mailbox, dispatch_uid="accounts.trust_mailbox")
