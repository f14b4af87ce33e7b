"""Keeps TOTP secrets and recovery seeds encrypted, as every other secret."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter

from apps.tenants import encryption


class EncryptedAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def encrypt(self, text: str) -> str:
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.decrypt(encrypted_text)
