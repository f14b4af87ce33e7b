"""Reads the tables of facts that stand beside this file: objects, their standard fields, the custom fields."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from apps.practice_org.schema.field import MARKS, NUMBER_TYPES, Field, Value

HERE = Path(__file__).parent
CUSTOM_MARKS = frozenset(
    {"createable", "updateable", "nillable", "permissionable", "filterable", "groupable", "sortable", "aggregatable"}
)
# What a describe says of each type, whatever the field: a long text can be read but neither filtered nor sorted.
NEVER = {
    "boolean": frozenset({"nillable", "aggregatable"}),
    "multipicklist": frozenset({"groupable", "sortable", "aggregatable"}),
    "double": frozenset({"groupable"}),
    "currency": frozenset({"groupable"}),
    "percent": frozenset({"groupable"}),
    "datetime": frozenset({"groupable"}),
    "time": frozenset({"groupable"}),
    "encryptedstring": frozenset({"filterable", "groupable", "sortable", "aggregatable"}),
}
LONG_TEXT = frozenset({"filterable", "groupable", "sortable", "aggregatable"})
LONG_TEXT_SIZE = 256


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield {key: value or "" for key, value in row.items()}


@cache
def standard_fields(object_name: str) -> tuple[Field, ...]:
    return tuple(_standard(row) for row in rows(HERE / "objects" / f"{object_name}.tsv"))


@cache
def feature_fields(object_name: str, kinds: str) -> tuple[Field, ...]:
    """Standard fields that a feature brings: A for person accounts, C for several currencies."""
    found = (row for row in rows(HERE / "features.tsv") if object_name in row["on"].split(","))
    return tuple(_standard(row) for row in found if set(row["orgs"]) & set(kinds))


@cache
def custom_fields(object_name: str, kinds: str) -> tuple[Field, ...]:
    """`kinds` holds letters: E for a large org, P for a small one, M for the three recommended marketing fields."""
    found = (row for row in rows(HERE / "custom.tsv") if object_name in row["on"].split(","))
    return tuple(custom(row) for row in found if set(row["orgs"]) & set(kinds))


def custom(row: dict[str, str]) -> Field:
    marks = custom_marks(row["type"], _size(row), row["marks"])
    return _field(row, marks, formula=row["formula"], sql=row["sql"], fill=int(row["fill"] or 0))


def custom_marks(field_type: str, size: int, extra: str) -> frozenset[str]:
    never = NEVER.get(field_type, frozenset())
    if field_type == "textarea" and size >= LONG_TEXT_SIZE:
        never = LONG_TEXT
    marks = (CUSTOM_MARKS - never) | set(extra.split())
    if field_type == "boolean":
        marks |= {"defaultedOnCreate"}
    if "calculated" in marks:
        marks -= {"createable", "updateable"}
    return frozenset(marks)


def _standard(row: dict[str, str]) -> Field:
    return _field(row, frozenset(MARKS[letter] for letter in row["flags"]))


def _field(row: dict[str, str], marks: frozenset[str], *, formula: str = "", sql: str = "", fill: int = 0) -> Field:
    is_number = row["type"] in NUMBER_TYPES
    return Field(
        name=row["name"],
        label=row["label"],
        type=row["type"],
        size=_size(row),
        scale=int(row["size"].partition(",")[2] or 0) if is_number else 0,
        marks=marks,
        part_of=row.get("part_of", ""),
        extra=row.get("extra", ""),
        to=tuple(name for name in row.get("to", "").split(",") if name),
        relationship=row.get("relationship", ""),
        default="false" if row["type"] == "boolean" else row.get("default", ""),
        values=tuple(_value(text) for text in row["values"].split("|") if text),
        formula=formula,
        sql=sql,
        fill=fill,
    )


def _size(row: dict[str, str]) -> int:
    return int(row["size"].partition(",")[0] or 0)


def _value(text: str) -> Value:
    value, _, label = text.lstrip("!").partition("=")
    return Value(value, label or value, active=not text.startswith("!"))
