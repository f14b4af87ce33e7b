"""The one place that reads the environment; a wrong value stops the program with a sentence that says what to do."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent


class EnvironmentRefused(SystemExit):
    """An environment variable is missing or cannot be read; the sentence says which, and what it takes."""

    def __init__(self, name: str, wrong: str, fix: str) -> None:
        super().__init__(f"Gangway cannot start: {name} {wrong}. {fix}")


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise EnvironmentRefused(name, "is not set", f"Set {name}, or run `make demo`, which sets it for you.")
    return default


def words(name: str, default: str | None = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def number(name: str, default: int) -> int:
    value = text(name, str(default))
    if not value.isdigit():
        raise EnvironmentRefused(name, f"is “{value}”, which is not a whole number", f"For example {name}={default}.")
    return int(value)


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value not in {"0", "1", "true", "false", "yes", "no"}:
        raise EnvironmentRefused(name, f"is “{value}”", f"Use {name}=1 or {name}=0.")
    return value in {"1", "true", "yes"}


def folder(name: str, default: Path) -> Path:
    return Path(text(name, str(default))).expanduser().absolute()


def database(name: str) -> dict[str, Any]:
    """A PostgreSQL address as Django wants it.

    Accepts ``postgresql://user:password@host:port/name`` and ``?host=/socket/folder`` for a Unix socket.
    """
    value = text(name)
    parts = urlsplit(value)
    if parts.scheme not in {"postgres", "postgresql"} or len(parts.path) < 2:  # noqa: PLR2004 - a slash and a name
        raise EnvironmentRefused(
            name, "is no PostgreSQL address", "For example postgresql://gangway@127.0.0.1:5432/gangway."
        )
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.get("host", parts.hostname or "")),
        "PORT": str(parts.port or options.get("port", "")),
    }


@dataclass(frozen=True)
class Mail:
    """How letters leave: the backend, and where to."""

    backend: str
    file_path: str = ""
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    use_tls: bool = False


def mail(name: str, data_dir: Path) -> Mail:
    """``console:``, ``file:`` (letters lie in DATA_DIR/mail), ``smtp://user:password@host:port`` or ``smtps://…``."""
    value = text(name, "file:")
    parts = urlsplit(value)
    backends = "django.core.mail.backends"
    if parts.scheme == "console":
        return Mail(f"{backends}.console.EmailBackend")
    if parts.scheme == "file":
        return Mail(f"{backends}.filebased.EmailBackend", file_path=parts.path or str(data_dir / "mail"))
    if parts.scheme in {"smtp", "smtps"} and parts.hostname:
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        tls = parts.scheme == "smtps"
        return Mail(f"{backends}.smtp.EmailBackend", "", parts.hostname, parts.port or 587, user, password, use_tls=tls)
    raise EnvironmentRefused(name, f"has the unknown kind “{parts.scheme}”", "Use console:, file: or smtp://host:587.")
