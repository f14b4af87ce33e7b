"""Which field that is gone from Salesforce is probably one that appeared there: of equal type, and very like it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from apps.mapping import likeness
from apps.mapping.likeness import Look
from apps.mapping.models import CatalogueField


class Rename(NamedTuple):
    """``before`` is gone; ``after`` appeared."""

    before: CatalogueField
    after: CatalogueField
    score: int


def probable(gone: Iterable[CatalogueField], appeared: Iterable[CatalogueField]) -> list[Rename]:
    """The likeliest first; no field is in two of them. Only custom fields get another API name."""
    new = [each for each in appeared if each.is_custom]
    pairs = [Rename(one, other, _score(one, other)) for one in gone for other in new if _is_one_type(one, other)]
    found: list[Rename] = []
    used: set[str] = set()
    for each in sorted(pairs, key=lambda pair: (-pair.score, pair.before.name, pair.after.name)):
        if each.score >= likeness.ENOUGH and not used & {each.before.name, each.after.name}:
            found.append(each)
            used |= {each.before.name, each.after.name}
    return found


def _score(one: CatalogueField, other: CatalogueField) -> int:
    return likeness.of(_look(one), _look(other)).score


def _look(each: CatalogueField) -> Look:
    return Look(each.name, each.label, each.type)


def _is_one_type(one: CatalogueField, other: CatalogueField) -> bool:
    return one.is_custom and (one.type, one.is_formula) == (other.type, other.is_formula)
