"""Keeps TOTP secrets and recovery seeds encrypted, as every other secret."""

from __future__ import annotations

from collections import Counter

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings

from apps.tenants import encryption


class EncryptedAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def encrypt(self, text: str) -> str:
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.decrypt(encrypted_text)


def rotate() -> Counter[str]:
    """TOTP secrets and recovery seeds written anew with the newest key, by the key that they had."""
    newest = settings.FIELD_KEYS[0].partition(":")[0]
    moved: Counter[str] = Counter()
    for row in Authenticator.objects.filter(type__in=[Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]):
        for name in ("secret", "seed"):
            key_id = row.data.get(name, "").partition(":")[0]
            if key_id and key_id != newest:
                row.data[name] = encryption.encrypt(encryption.decrypt(row.data[name]))
                moved[key_id] += 1
        row.save(update_fields=["data"])
    return moved
