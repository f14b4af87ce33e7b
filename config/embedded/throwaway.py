"""Folders for data that are thrown away; those whose maker was killed before it could are thrown away by the next."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import psutil

from config.embedded import home


def folder(purpose: str) -> Path:
    """A new one, ``gangway-<purpose>-<our pid>-…``, in the temporary folder."""
    _sweep(f"gangway-{purpose}-")
    return Path(tempfile.mkdtemp(prefix=f"gangway-{purpose}-{os.getpid()}-"))


def remove(made: Path) -> None:
    """With the PostgreSQL data that belong in it, wherever they are."""
    home.forget(made / "postgres")
    shutil.rmtree(made, ignore_errors=True)


def _sweep(prefix: str) -> None:
    for old in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        pid = old.name.removeprefix(prefix).partition("-")[0]
        if pid.isdigit() and not psutil.pid_exists(int(pid)) and old.stat().st_uid == os.geteuid():
            remove(old)
