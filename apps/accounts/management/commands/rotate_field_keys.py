"""Writes every stored secret anew with the newest key of FIELD_KEYS."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from apps.accounts import mfa
from apps.tenants import rotation


class Command(BaseCommand):
    help = "Writes every stored secret anew with the newest key of FIELD_KEYS, and says what each key still holds."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for key_id, count in sorted((rotation.rotate() + mfa.rotate()).items()):
            self.stdout.write(f"written anew from key {key_id}: {count}")
        for key_id, count in sorted(rotation.held().items()):
            self.stdout.write(f"key {key_id} holds {count}")
