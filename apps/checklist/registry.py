"""The steps in the customer's order and the translator of errors, handed over when the portal starts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from apps.checklist.problem import Problem

if TYPE_CHECKING:
    from apps.checklist.definition import Definition

Translator = Callable[[Exception], Problem]

_definitions: dict[str, Definition] = {}
_translators: list[Translator] = []


def install(definitions: Iterable[Definition], translate: Translator) -> None:
    _definitions.clear()
    _definitions.update({definition.slug: definition for definition in definitions})
    _translators[:] = [translate]


def definitions() -> list[Definition]:
    return list(_definitions.values())


def knows(slug: str) -> bool:
    return slug in _definitions


def find(slug: str) -> Definition:
    """Raises KeyError for a step that the portal no longer has."""
    return _definitions[slug]


def number(slug: str) -> int:
    """The step's place, from 1."""
    return list(_definitions).index(slug) + 1


def translate(error: Exception) -> Problem:
    return _translators[0](error)
