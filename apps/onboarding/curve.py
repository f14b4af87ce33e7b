"""A small curve as SVG paths; figures become attributes, never styles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, TOP, BOTTOM = 240, 20, 76


@dataclass(frozen=True)
class Curve:
    """``line`` is the curve, ``area`` what lies beneath it."""

    line: str
    area: str

    @classmethod
    def of(cls, values: Sequence[float], highest: float = 0) -> Curve | None:
        """None where a curve would say nothing. ``highest``: of all curves that share a scale."""
        highest = highest or max(values, default=0)
        if highest <= 0:
            return None
        step = WIDTH / max(len(values) - 1, 1)
        points = [f"{at * step:.0f} {BOTTOM - (BOTTOM - TOP) * value / highest:.0f}" for at, value in enumerate(values)]
        line = f"M{' '.join(points)}"
        return cls(line, f"M0 {BOTTOM}L{' '.join(points)}V{BOTTOM}Z")
