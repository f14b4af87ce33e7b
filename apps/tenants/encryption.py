"""Secrets rest encrypted, each with the id of its key, so that keys rotate while the portal runs."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models


class CannotDecrypt(RuntimeError):
    """A stored secret was written with a key that FIELD_KEYS no longer holds."""


@functools.lru_cache(maxsize=8)
def _ring(pairs: tuple[str, ...]) -> dict[str, Fernet]:
    ring = {}
    for pair in pairs:
        key_id, _separator, key = pair.partition(":")
        try:
            ring[key_id] = Fernet(key)
        except ValueError as error:
            raise ImproperlyConfigured(
                f"FIELD_KEYS: key “{key_id}” is no Fernet key; write id:key, newest first."
            ) from error
    if not ring:
        raise ImproperlyConfigured("FIELD_KEYS is empty; write id:key, newest first.")
    return ring


def encrypt(plain: str) -> str:
    """``key-id:token``, by the newest key."""
    ring = _ring(tuple(settings.FIELD_KEYS))
    key_id = next(iter(ring))
    return f"{key_id}:{ring[key_id].encrypt(plain.encode()).decode()}"


def decrypt(stored: str) -> str:
    """Raises CannotDecrypt when the key is gone or the text was tampered with."""
    key_id, _separator, token = stored.partition(":")
    ring = _ring(tuple(settings.FIELD_KEYS))
    if key_id not in ring:
        raise CannotDecrypt(f"FIELD_KEYS has no key “{key_id}”")
    try:
        return ring[key_id].decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise CannotDecrypt(f"a secret does not fit key “{key_id}”") from error


if TYPE_CHECKING:
    _Text = models.TextField[str | None, str | None]
else:
    _Text = models.TextField


class EncryptedTextField(_Text):
    """Text that is plain in Python and encrypted in PostgreSQL; it can't be searched or ordered by."""

    def get_prep_value(self, value: Any) -> Any:
        plain = super().get_prep_value(value)
        return encrypt(plain) if plain else plain

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> str | None:
        return decrypt(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None
