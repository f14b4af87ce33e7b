"""Reads what was recorded of real orgs, and compares shapes where values can not be the same."""

from __future__ import annotations

from typing import Any


def exchange(recorded: list[dict[str, Any]], path: str, number: int = 0) -> dict[str, Any]:
    """The exchange with this piece of an address, the first one unless told which."""
    return [one for one in recorded if path in one["request"]["path"]][number]


def kinds(value: Any) -> Any:
    """The same value with every text, number and flag turned into its type."""
    if isinstance(value, dict):
        return {name: kinds(inside) for name, inside in value.items()}
    if isinstance(value, list):
        return [kinds(inside) for inside in value]
    return type(value).__name__


def sent_at(org: Any, version: str, method: str, path: str, **options: Any) -> Any:
    """A call at another version than the newest ones."""
    return org.session.request(method, f"{org.base}/services/data/{version}{path}", timeout=60, **options)
