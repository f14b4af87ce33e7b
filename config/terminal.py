"""What the demo writes: line by line, with the name of the process that said it, in its colour on a terminal."""

from __future__ import annotations

import os
import sys
import threading
from typing import TextIO

WIDTH = 9
COLOURS = {"gangway": "1;33", "web": "36", "worker": "32", "beat": "35", "practice": "34"}
FAINT = "2"


class Terminal:
    """Lines from many threads, whole; a closed pipe is no reason to stop the portal."""

    def __init__(self, stream: TextIO = sys.stdout) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self._is_coloured = stream.isatty() and "NO_COLOR" not in os.environ

    def __call__(self, name: str, line: str) -> None:
        label = f"{name:<{WIDTH}}"
        if self._is_coloured:
            label = f"\033[{COLOURS.get(name, FAINT)}m{label}\033[0m"
        with self._lock:
            try:
                print(f"{label}| {line}", file=self._stream, flush=True)
            except (BrokenPipeError, ValueError):
                self._stream = open(os.devnull, "w")  # noqa: SIM115, PTH123 - for the rest of our life


def card(lines: list[tuple[str, str]]) -> str:
    """Names and values between two rules, the values under one another."""
    width = max(len(name) for name, _ in lines)
    body = [f"  {name:<{width}}  {value}" for name, value in lines]
    rule = "─" * (max(len(line) for line in body) + 2)
    return "\n".join(["", rule, *body, rule, ""])
