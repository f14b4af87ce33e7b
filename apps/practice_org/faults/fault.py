"""One trouble: which calls it strikes, how often, and by what chance."""

from __future__ import annotations

import random
import re
import shlex
from dataclasses import dataclass, fields
from typing import Any

from apps.practice_org.faults.kinds import BY_NAME
from apps.practice_org.refusals import Refusal

NUMBERS = {"count": int, "after": int, "seed": int, "probability": float, "size": float, "seconds": float}
WORDS = ("kind", "pattern", "field")
ENDLESS = -1


@dataclass(frozen=True, slots=True)
class Fault:
    """`after` calls pass first, then each is struck with `probability`, `count` times in all (-1: without end).

    `size` counts what the kind says; `seconds` is the pause of a stall; `field` is `Lead.Fax` for a field to vanish.
    `seen` and `hits` say how many calls matched and how many were struck.
    """

    id: str
    kind: str
    pattern: str = ""
    count: int = 1
    after: int = 0
    probability: float = 1.0
    size: float = 0.0
    seconds: float = 0.0
    field: str = ""
    seed: int = 0
    seen: int = 0
    hits: int = 0

    @property
    def is_spent(self) -> bool:
        return self.count != ENDLESS and self.hits >= self.count

    def matches(self, call: str) -> bool:
        """With or without what follows the question mark, so that a pattern may end in `results$`."""
        return any(re.search(self.pattern, text) for text in (call, call.partition("?")[0]))

    def strikes(self) -> bool:
        """Whether this matching call is hit; the same seed decides the same way in every run."""
        if self.seen <= self.after:
            return False
        return random.Random(f"{self.seed}:{self.seen}").random() < self.probability  # noqa: S311 - chance, no secret


def read(given: dict[str, Any]) -> dict[str, Any]:
    """The values of a fault from JSON, a form or the command line; empty ones count as not given."""
    known = {item.name for item in fields(Fault)} & {*NUMBERS, *WORDS}
    unknown = sorted(set(given) - known)
    if unknown:
        raise Refusal("INVALID_FIELD", f"a fault has no {', '.join(unknown)}; it has {', '.join(sorted(known))}")
    values = {name: str(given[name]) for name in WORDS if given.get(name)}
    numbers = {name: kind(given[name]) for name, kind in NUMBERS.items() if given.get(name) not in {None, ""}}
    _check(values | numbers)
    return values | numbers


def parse(text: str) -> dict[str, Any]:
    """`kind=reset pattern='GET /jobs/.*/results' probability=0.1 count=3`"""
    return read(dict(word.partition("=")[::2] for word in shlex.split(text)))


def _check(values: dict[str, Any]) -> None:
    if values.get("kind") not in BY_NAME:
        raise Refusal("INVALID_FIELD", f"fault must be one of {', '.join(BY_NAME)}")
    try:
        re.compile(values.get("pattern", ""))
    except re.error as trouble:
        raise Refusal("INVALID_FIELD", f"{values['pattern']} is no regular expression: {trouble}") from trouble
    if not 0 < values.get("probability", 1.0) <= 1:
        raise Refusal("INVALID_FIELD", "probability must be above 0 and at most 1")
    if values["kind"] == "vanish-field" and "." not in values.get("field", ""):
        raise Refusal("INVALID_FIELD", "vanish-field needs a field such as Lead.Fax")
