"""Which field that is gone from Salesforce is probably one that appeared there: of equal type, and of a similar name.

The score (0 to 100) is rapidfuzz's `ratio`, the better one of API names and of labels.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from rapidfuzz import fuzz

from apps.mapping.models import CatalogueField
from apps.marketing import names

ENOUGH = 70


class Rename(NamedTuple):
    """``before`` is gone; ``after`` appeared."""

    before: CatalogueField
    after: CatalogueField
    score: int


def probable(gone: Iterable[CatalogueField], appeared: Iterable[CatalogueField]) -> list[Rename]:
    """The likeliest first; no field is in two of them. Only custom fields get another API name."""
    new = [each for each in appeared if each.is_custom]
    pairs = [Rename(one, other, score(one, other)) for one in gone for other in new if _is_one_type(one, other)]
    found: list[Rename] = []
    used: set[str] = set()
    for each in sorted(pairs, key=lambda pair: (-pair.score, pair.before.name, pair.after.name)):
        if each.score >= ENOUGH and not used & {each.before.name, each.after.name}:
            found.append(each)
            used |= {each.before.name, each.after.name}
    return found


def score(one: CatalogueField, other: CatalogueField) -> int:
    name = fuzz.ratio(_plain(one.name), _plain(other.name))
    return round(max(name, fuzz.ratio(one.label.lower(), other.label.lower())))


def _is_one_type(one: CatalogueField, other: CatalogueField) -> bool:
    return one.is_custom and (one.type, one.is_formula) == (other.type, other.is_formula)


def _plain(name: str) -> str:
    return names.snake(name.removesuffix(names.CUSTOM))
