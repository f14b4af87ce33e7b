"""Turns an error into something to store, and what was stored into a sentence; the portal hands the words over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Wording:
    """``name``: an error as ``{"code", "turn", "data"}``. ``say``: such a one in the reader's language."""

    name: Callable[[Exception], dict[str, Any]]
    say: Callable[[dict[str, Any]], str]


def _plainly(error: Exception) -> dict[str, Any]:
    return {"code": type(error).__name__, "turn": "ours", "data": {}}


_installed: list[Wording] = [Wording(_plainly, lambda stored: str(stored.get("code", "")))]


def install(wording: Wording) -> None:
    _installed[:] = [wording]


def name(error: Exception) -> dict[str, Any]:
    return _installed[0].name(error)


def say(stored: dict[str, Any]) -> str:
    return _installed[0].say(stored) if stored else ""
