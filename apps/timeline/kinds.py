"""The kinds of things that happen; each room declares its own, with the sentence that people read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from django.utils import formats
from django.utils.translation import gettext

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Tone = Literal["neutral", "done", "fail", "wait", "run", "you"]


@dataclass(frozen=True)
class Kind:
    """``slug`` is stored; ``sentence`` is a %-format over ``who`` and the data; ``icon`` is a lucide name."""

    slug: str
    sentence: str | _StrPromise
    icon: str = "circle"
    tone: Tone = "neutral"


REGISTRY: dict[str, Kind] = {}


class _Values(dict[str, Any]):
    """What fills a sentence: whole numbers the way the reader writes them, an ellipsis for what is not there."""

    def __getitem__(self, key: str) -> Any:
        value = self.get(key, "…")
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return formats.number_format(value, force_grouping=True) if is_number else value


def kind(slug: str, sentence: str | _StrPromise, *, icon: str = "circle", tone: Tone = "neutral") -> Kind:
    REGISTRY[slug] = Kind(slug, sentence, icon, tone)
    return REGISTRY[slug]


def find(slug: str) -> Kind:
    return REGISTRY.get(slug, Kind(slug, slug))


def sentence(slug: str, who: str, data: dict[str, Any]) -> str:
    """The sentence in the reader's language; a value that older events lack reads as an ellipsis.

    A value ``{"_": msgid, "data": {...}}`` is itself a sentence, translated now.
    """
    values = {name: _translated(value) for name, value in data.items()}
    return (str(find(slug).sentence) % _Values({"who": who or "Gangway", **values})).strip()


def fill(message: str, data: Mapping[str, Any]) -> str:
    """A stored sentence in the reader's language; what its data lack reads as an ellipsis."""
    values = {name: _translated(value) for name, value in data.items()}
    return gettext(message) % _Values(values) if message else ""


def _translated(value: Any) -> Any:
    return fill(value["_"], value.get("data", {})) if isinstance(value, dict) and "_" in value else value
