"""Writes names and values into SQL so that a quote inside them stays a quote."""

from __future__ import annotations

from collections.abc import Iterable


def name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def array(values: Iterable[str]) -> str:
    return "[" + ", ".join(text(value) for value in values) + "]"
