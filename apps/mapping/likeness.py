"""How much two Salesforce fields resemble each other, from 0 to 100, and in what: API name, label, type, values."""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from apps.mapping import types
from apps.marketing import names
from apps.marketing.types import ColumnType

ENOUGH = 78  # below, two fields are not worth a person's question
COMMON_STEM = 60  # fields; a word that more of them have says nothing
STEM = 4
WEIGHTS = {"name": 35, "label": 35, "type": 15, "values": 15}
SAME, FITS, DIFFERS = 100, 50, 0
WORDS = re.compile(r"[^\W_]+")


class Look(NamedTuple):
    """What there is to compare of a field. ``type`` is Salesforce's."""

    source: str
    label: str
    type: str
    values: tuple[str, ...] = ()

    @property
    def plain(self) -> str:
        """The API name without what Salesforce or a package adds to it."""
        return names.snake(self.source.removesuffix(names.CUSTOM))

    @property
    def numbers(self) -> list[str]:
        return re.findall(r"\d+", self.plain)

    @property
    def stems(self) -> set[str]:
        """How its words begin: `Prod. Interests` and `Product Interest` share both."""
        said = WORDS.findall(f"{self.plain.replace('_', ' ')} {self.label.lower()}")
        return {word[:STEM] for word in said}


class Likeness(NamedTuple):
    """Each from 0 to 100. ``common`` of ``most`` values are the same; ``most`` is 0 where there is no list."""

    score: int
    name: int
    label: int
    type: int
    common: int = 0
    most: int = 0


def of(one: Look, other: Look) -> Likeness:
    name = max(_alike(one.plain, other.plain), _alike(one.label.lower(), other.plain.replace("_", " ")))
    label, type_ = _alike(one.label.lower(), other.label.lower()), _types(one.type, other.type)
    parts = {"name": name, "label": label, "type": type_}
    common, most = _values(one.values, other.values)
    if most:
        parts["values"] = 100 * common // most
    weight = sum(WEIGHTS[part] for part in parts)
    score = sum(WEIGHTS[part] * said for part, said in parts.items()) // weight
    if SAME in {name, label}:  # worth a question, whatever the rest says
        score = max(score, ENOUGH)
    elif one.numbers != other.numbers:  # Address 1 and Address 2 look alike and mean two things
        score = min(score, ENOUGH - 1)
    return Likeness(score, name, label, type_, common, most)


def pairs(ones: Iterable[Look], others: Iterable[Look]) -> list[tuple[Look, Look, Likeness]]:
    """Those that resemble each other enough, the best first; only fields that share half their words are compared."""
    compared = ((one, other, of(one, other)) for one, other in _sharing(list(ones), list(others)))
    found = [each for each in compared if each[2].score >= ENOUGH]
    return sorted(found, key=lambda each: (-each[2].score, each[0].source, each[1].source))


def _sharing(ones: Sequence[Look], others: Sequence[Look]) -> Iterator[tuple[Look, Look]]:
    by_stem: dict[str, list[int]] = defaultdict(list)
    stems = [other.stems for other in others]
    for place, each in enumerate(stems):
        for stem in each:
            by_stem[stem].append(place)
    for one in ones:
        mine = one.stems
        telling = [by_stem[stem] for stem in mine if 0 < len(by_stem.get(stem, ())) <= COMMON_STEM]
        shared = Counter(itertools.chain.from_iterable(telling))
        yield from ((one, others[place]) for place, n in shared.items() if 2 * n >= min(len(mine), len(stems[place])))


@functools.lru_cache(maxsize=50_000)
def _alike(one: str, other: str) -> int:
    return SAME if one == other else round(fuzz.ratio(one, other))


def _types(one: str, other: str) -> int:
    if one == other:
        return SAME
    columns = {types.BY_TYPE.get(one), types.BY_TYPE.get(other)}
    return FITS if len(columns) == 1 or ColumnType.TEXT in columns else DIFFERS


def _values(one: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    if not one or not other:
        return 0, 0
    mine, theirs = ({value.strip().lower() for value in each} for each in (one, other))
    return len(mine & theirs), max(len(mine), len(theirs))
