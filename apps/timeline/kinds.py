"""The kinds of things that happen; each room declares its own, with the sentence that people read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Kind:
    """``slug`` is stored; ``sentence`` is a %-format over ``who`` and the data; ``icon`` is a lucide name."""

    slug: str
    sentence: str | _StrPromise
    icon: str = "circle"
    tone: str = "neutral"


REGISTRY: dict[str, Kind] = {}


class _Absent(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def kind(slug: str, sentence: str | _StrPromise, *, icon: str = "circle", tone: str = "neutral") -> Kind:
    REGISTRY[slug] = Kind(slug, sentence, icon, tone)
    return REGISTRY[slug]


def find(slug: str) -> Kind:
    return REGISTRY.get(slug, Kind(slug, slug))


def sentence(slug: str, who: str, data: dict[str, Any]) -> str:
    """The sentence in the reader's language; a value that older events lack reads as an ellipsis.

    A value ``{"_": msgid, "data": {...}}`` is itself a sentence, translated now.
    """
    values = {name: _translated(value) for name, value in data.items()}
    return (str(find(slug).sentence) % _Absent({"who": who or "Gangway", **values})).strip()


def _translated(value: Any) -> Any:
    if isinstance(value, dict) and "_" in value:
        return gettext(value["_"]) % _Absent(value.get("data", {})) if value["_"] else ""
    return value
