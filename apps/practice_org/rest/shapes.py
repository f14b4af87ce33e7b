"""Parts of a body that must be objects or lists of objects, whatever somebody sends in their place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apps.practice_org.incoming import token
from apps.practice_org.refusals import Refusal

Part = dict[str, Any]


def rows(holder: Mapping[str, Any], name: str) -> list[Part]:
    """An empty list where nothing stands under the name."""
    found = holder.get(name)
    if found is None:
        return []
    if not isinstance(found, list):
        raise _refused("list", found)
    for one in found:
        if not isinstance(one, dict):
            raise _refused("map", one)
    return found


def texts(holder: Mapping[str, Any], name: str) -> list[str]:
    found = holder.get(name)
    if found is not None and not isinstance(found, list):
        raise _refused("list", found)
    return [str(one) for one in found or []]


def part(holder: Mapping[str, Any], name: str) -> Part:
    found = holder.get(name)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise _refused("map", found)
    return found


def _refused(kind: str, value: Any) -> Refusal:
    words = f"Cannot deserialize instance of {kind} from {token(value)} value or request may be missing a "
    return Refusal("JSON_PARSER_ERROR", f"{words}required field at [line:1, column:1]")
