"""The header of an uploaded file: which field each column fills, and what a cell says about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from apps.practice_org.incoming import Unreadable
from apps.practice_org.refusals import Refusal
from apps.practice_org.schema.field import Field
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.schema.view import View

EMPTIED = "#N/A"
XSD_TYPES = {"datetime": "dateTime"}


class BadHeader(Exception):
    """The whole job fails with these words."""


@dataclass(frozen=True, slots=True)
class Column:
    """A field of the object, or of a parent that is named by one of its own: `Account.ERP_Number__c`."""

    field: Field
    relationship: str = ""

    def put(self, given: dict[str, Any], cell: str) -> None:
        """An empty cell leaves the field alone; #N/A empties it."""
        if cell == "":
            return
        if self.relationship:
            given[self.relationship] = {self.field.name: cell}
        else:
            given[self.field.name] = None if cell == EMPTIED else cell


@dataclass(frozen=True, slots=True)
class Columns:
    columns: tuple[Column, ...]

    def given(self, cells: list[str]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for column, cell in zip(self.columns, cells, strict=True):
            column.put(values, cell)
        return values

    def reworded(self, trouble: Unreadable) -> Refusal:
        """A file has columns, not lines and characters of JSON."""
        at = next(number for number, one in enumerate(self.columns) if one.field.name == trouble.field.name)
        kind = XSD_TYPES.get(trouble.kind, trouble.kind)
        words = f"Failed to deserialize field at col {at}. Due to, '{trouble.value}' is not a valid value for the type "
        return Refusal("INVALID_FIELD", f"{words}xsd:{kind}", fields=[trouble.field.name])


def read(view: View, sobject: SObject, header: list[str]) -> Columns:
    return Columns(tuple(_column(view, sobject, name.strip()) for name in header))


def require_only_ids(operation: str, columns: Columns) -> None:
    if [column.field.name for column in columns.columns] != ["Id"]:
        raise BadHeader(f"InvalidBatch : '{operation}' batches must contain only ids")


def _column(view: View, sobject: SObject, name: str) -> Column:
    relationship, _, last = name.rpartition(".")
    if not relationship:
        field = sobject.find(last)
    else:
        link = sobject.relationship(relationship)
        parent = view.find(link.to[0]) if link and link.to else None
        field = parent.find(last) if parent else None
        relationship = link.relationship if link else ""
    if field is None:
        raise BadHeader(f"InvalidBatch : Field name not found : {name}")
    return Column(field, relationship)
