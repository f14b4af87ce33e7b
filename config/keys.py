"""The keys and passwords of a portal that runs on its own servers: made once, and kept beside its data."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.fernet import Fernet

from config.trouble import CannotStart


@dataclass(frozen=True)
class Keys:
    """``field_keys`` is ``key-id:fernet-key``, as FIELD_KEYS takes it."""

    secret_key: str
    field_keys: str
    postgres_password: str
    portal_password: str
    valkey_password: str
    demo_password: str

    @classmethod
    def new(cls) -> Keys:
        return cls(
            secret_key=secrets.token_urlsafe(48),
            field_keys=f"k1:{Fernet.generate_key().decode()}",
            postgres_password=secrets.token_urlsafe(24),
            portal_password=secrets.token_urlsafe(24),
            valkey_password=secrets.token_urlsafe(24),
            demo_password="-".join(secrets.token_hex(2) for _ in range(4)),
        )


def load(path: Path) -> Keys:
    """The keys in this file; made and written (mode 600, whole or not at all) when there is none."""
    if not path.exists():
        _write(path, Keys.new())
    try:
        return Keys(**json.loads(path.read_text()))
    except (OSError, ValueError, TypeError) as problem:
        raise CannotStart(
            f"the keys in {path} cannot be read. Put the file back from a backup; without it, what the portal has"
            " encrypted stays closed. `make reset` starts over with nothing."
        ) from problem


def _write(path: Path, keys: Keys) -> None:
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(json.dumps(asdict(keys), indent=2) + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
