"""The words for one kind of problem."""

from __future__ import annotations

from dataclasses import dataclass

from apps.checklist.problem import Turn


@dataclass(frozen=True)
class Entry:
    """Sentences are English sources (marked with gettext_noop); %(names)s are filled from the error's ``data``."""

    code: str
    turn: Turn
    what: str
    cause: str = ""
    fix: str = ""
    who: str = ""
