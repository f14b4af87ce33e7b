"""One field of one object, as an administrator of the org would see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TEXT_TYPES = frozenset(
    {"string", "textarea", "picklist", "multipicklist", "email", "phone", "url", "combobox", "encryptedstring"}
)
NUMBER_TYPES = frozenset({"double", "currency", "percent"})
ID_TYPES = frozenset({"id", "reference"})
CUSTOM_ENDINGS = ("__c", "__s", "__pc")

# One letter a mark in the tables, so that a field fits on a line; the names are those of the describe reply.
MARKS = {
    "c": "createable",
    "u": "updateable",
    "n": "nillable",
    "d": "defaultedOnCreate",
    "p": "permissionable",
    "f": "filterable",
    "g": "groupable",
    "s": "sortable",
    "a": "aggregatable",
    "i": "idLookup",
    "N": "nameField",
    "P": "polymorphicForeignKey",
    "r": "restrictedPicklist",
    "q": "queryByDistance",
    "h": "searchPrefilterable",
}


@dataclass(frozen=True, slots=True)
class Value:
    """One entry of a picklist."""

    value: str
    label: str
    active: bool = True
    valid_for: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """`size` counts characters for text, digits for whole numbers; `sql` computes a formula from the stored columns.

    `still` holds describe attributes that differ from those of a plain field.
    """

    name: str
    label: str
    type: str
    size: int = 0
    scale: int = 0
    marks: frozenset[str] = field(default_factory=frozenset)
    part_of: str = ""
    extra: str = ""
    to: tuple[str, ...] = ()
    relationship: str = ""
    default: str = ""
    values: tuple[Value, ...] = ()
    formula: str = ""
    sql: str = ""
    fill: int = 0
    still: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def is_custom(self) -> bool:
        """Parts of a geolocation end in __s, contact fields of a person account in __pc."""
        return self.name.endswith(CUSTOM_ENDINGS)

    @property
    def is_calculated(self) -> bool:
        return bool(self.sql)

    @property
    def is_stored(self) -> bool:
        """Compound addresses and formulas have no column of their own."""
        return self.type not in {"address", "location"} and not self.is_calculated

    @property
    def column_type(self) -> str:
        if self.type in NUMBER_TYPES:
            return "DOUBLE"
        plain = {"boolean": "BOOLEAN", "int": "INTEGER", "date": "DATE", "datetime": "TIMESTAMP", "time": "TIME"}
        return plain.get(self.type, "VARCHAR")

    def has(self, mark: str) -> bool:
        return mark in self.marks
