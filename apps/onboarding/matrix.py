"""The rights on objects and fields as a table: needed and granted, needed and missing, asked by others, unneeded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from apps.connections.models import CheckResult, Verdict

RIGHTS = ("read", "create", "edit", "delete")


@dataclass(frozen=True)
class Line:
    """A cell is ``ok``, ``no``, ``more``, ``asked`` (by Marketo's article alone), ``unknown`` or empty.

    ``read`` and ``edit`` are how many fields of how many, of the required and the mapped ones together.
    """

    name: str
    label: str
    cells: list[tuple[str, str]]
    read: tuple[int, int] | None
    edit: tuple[int, int] | None
    missing: list[str]
    is_bad: bool


def of(results: list[CheckResult]) -> list[Line]:
    required = _by_object(results, "required-fields")
    mapped = _by_object(results, "mapped-fields")
    rows = [result for result in results if result.code == "object-rights"]
    return [_line(row, required.get(row.subject), mapped.get(row.subject)) for row in rows]


def _by_object(results: list[CheckResult], code: str) -> dict[str, dict[str, Any]]:
    return {row.subject: row.data for row in results if row.code == code and "read" in row.data}


def _line(result: CheckResult, required: dict[str, Any] | None, mapped: dict[str, Any] | None) -> Line:
    data = result.data
    is_unknown = result.verdict == Verdict.UNKNOWN
    cells = [(right, "unknown" if is_unknown and right in data["needed"] else _cell(right, data)) for right in RIGHTS]
    needed, more = required or {}, mapped or {}
    missing = [*needed.get("hidden", ()), *needed.get("locked", ()), *more.get("hidden", ())]
    return Line(
        name=result.subject,
        label=data["label"],
        cells=cells,
        read=_sum(needed.get("read"), more.get("read")),
        edit=_sum(needed.get("edit"), None),
        missing=list(dict.fromkeys(missing)),
        is_bad=bool(missing) or any(cell == "no" for _right, cell in cells),
    )


def _cell(right: str, data: dict[str, Any]) -> str:
    is_granted = right in data["granted"]
    if right in data["needed"]:
        return "ok" if is_granted else "no"
    if is_granted:
        return "more"
    return "asked" if right in data["unused"] else ""


def _sum(first: list[int] | None, second: list[int] | None) -> tuple[int, int] | None:
    """How many of how many, in all."""
    if first is None:
        return None
    more = second or [0, 0]
    return first[0] + more[0], first[1] + more[1]
