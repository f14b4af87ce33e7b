"""The words that seeded names, companies and places are made of: one list a file, one entry a line."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "lists"


def _read(path: Path) -> list[str]:
    r"""`\\n` inside a line stands for a line break."""
    return [line.replace("\\n", "\n") for line in path.read_text(encoding="utf-8").splitlines() if line]


LISTS: dict[str, list[str]] = {path.stem: _read(path) for path in sorted(FOLDER.glob("*.txt"))}
