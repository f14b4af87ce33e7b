"""The rights on objects and fields as a table: needed and granted, needed and missing, more than needed."""

from __future__ import annotations

from dataclasses import dataclass

from apps.connections.models import CheckResult

RIGHTS = ("read", "create", "edit", "delete")


@dataclass(frozen=True)
class Line:
    """A cell is ``ok``, ``no``, ``more`` or empty; ``read`` and ``edit`` are how many fields of how many."""

    name: str
    label: str
    cells: list[tuple[str, str]]
    read: tuple[int, int] | None
    edit: tuple[int, int] | None
    missing: list[str]
    is_bad: bool


def of(results: list[CheckResult]) -> list[Line]:
    fields = {result.subject: result.data for result in results if result.code == "required-fields"}
    return [_line(result, fields.get(result.subject)) for result in results if result.code == "object-rights"]


def _line(result: CheckResult, fields: dict[str, list[str]] | None) -> Line:
    data = result.data
    cells = [(right, _cell(right in data["needed"], right in data["granted"])) for right in RIGHTS]
    missing = list(dict.fromkeys([*fields["hidden"], *fields["locked"]])) if fields else []
    return Line(
        name=result.subject,
        label=data["label"],
        cells=cells,
        read=_pair(fields, "read"),
        edit=_pair(fields, "edit"),
        missing=missing,
        is_bad=bool(missing) or any(cell == "no" for _right, cell in cells),
    )


def _cell(needed: bool, granted: bool) -> str:
    if needed:
        return "ok" if granted else "no"
    return "more" if granted else ""


def _pair(fields: dict[str, list[str]] | None, name: str) -> tuple[int, int] | None:
    if not fields:
        return None
    have, need = fields[name]
    return int(have), int(need)
