"""Reads a CSV file of people: which column is which field, and every value that is none, by line and column."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from apps.onboarding import csv_files
from apps.onboarding.editable import Editable
from apps.onboarding.forms import person
from apps.sync.people_import import Row

YES, NO = frozenset({"1", "true", "yes", "y", "on", "예"}), frozenset({"0", "false", "no", "n", "off", "아니요"})


@dataclass(frozen=True)
class Fault:
    line: int
    column: str
    value: str
    reason: str


@dataclass
class PeopleFile:
    """``rows`` can be taken over; a line with a fault is left out whole. ``unknown`` are columns without a field."""

    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    wrong: str = ""


def parse(text: str, editable: Sequence[Editable]) -> PeopleFile:
    try:
        lines = csv_files.rows(text)
    except csv.Error:  # a quotation mark that is never closed swallows the lines after it
        return PeopleFile(wrong=_("The file can’t be read as CSV. Look for a quotation mark that is not closed."))
    heads = [head.strip() for head in lines[0]] if lines else []
    by_name = {name.lower(): each for each in editable for name in (each.source, each.column, each.label)}
    chosen = [by_name.get(head.lower()) for head in heads]
    found = PeopleFile(unknown=[head for head, each in zip(heads, chosen, strict=True) if head and each is None])
    if not any(each and each.is_email for each in chosen):
        found.wrong = _("The file has no column of e-mail addresses. Its first line must name the fields.")
        return found
    seen: dict[str, int] = {}
    for number, cells in enumerate(lines[1:], start=2):
        if surplus := "".join(cells[len(heads) :]).strip():
            found.faults.append(Fault(number, "", surplus[:80], _("More cells than the first line has columns.")))
        elif any(cell.strip() for cell in cells):
            _take(found, number, zip(heads, chosen, cells, strict=False), seen)
    return found


def _take(
    found: PeopleFile, line: int, cells: Iterator[tuple[str, Editable | None, str]], seen: dict[str, int]
) -> None:
    values: dict[str, Any] = {}
    email, faults = "", []
    for head, each, cell in cells:
        if each is None or not cell.strip():
            continue
        try:
            values[each.column] = person.value_of(each, _said(each, cell.strip()))
        except ValidationError as error:
            faults.append(Fault(line, head, cell[:80], " ".join(error.messages)))
        email = cell.strip().lower() if each.is_email else email
    if not faults and not email:
        faults.append(Fault(line, "", "", _("No e-mail address.")))
    if not faults and email in seen:
        reason = _("The same address as in line %(line)s.") % {"line": seen[email]}
        faults.append(Fault(line, "", email, reason))
    found.faults.extend(faults)
    if not faults:
        seen[email] = line
        found.rows.append(Row(email, {column: value for column, value in values.items() if value is not None}))


def _said(each: Editable, cell: str) -> Any:
    """Yes and no in the words that people write; an opt-out is never taken back by a file."""
    if each.type != "boolean":
        return cell
    word = cell.lower()
    if word not in YES | NO:
        raise ValidationError(_("Neither yes nor no."))
    return None if each.is_opt_out and word in NO else word in YES
