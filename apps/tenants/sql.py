"""Reads the statements kept as files: ``apps/<room>/sql/<name>.sql``, one statement each."""

from __future__ import annotations

import functools
from importlib import resources


@functools.cache
def read(room: str, name: str) -> str:
    return resources.files(f"apps.{room}").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
