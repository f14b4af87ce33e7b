"""What a describe says of a field that helps to choose it: package, formula, encrypted, long text, personal data."""

from __future__ import annotations

import re
from typing import Any

from apps.mapping import types
from apps.mapping.models import CatalogueField
from apps.marketing.names import CUSTOM

Measure = CatalogueField.Measure
NAMESPACED = re.compile(r"^([A-Za-z][A-Za-z0-9_]*?)__.+__\w+$")
PERSONAL_TYPES = frozenset({"email", "phone", "encryptedstring"})
PERSONAL_WORDS = re.compile(
    r"(?:^|_)(?:first|last|middle|full|maiden)_?name|^name$|birth|gender|salutation|ethnic|religio|passport|iban"
    r"|social_?security|(?:^|_)(?:ssn|tax|dob)(?:_|$)|personal|private_|home_|salary|health|linkedin|street|geolocation"
    r"|latitude|longitude|^(?:mailing|other)_",
)
ALWAYS_INDEXED = frozenset({"CreatedDate", "SystemModstamp", "LastModifiedDate", "Email"})
LONG_TEXT = re.compile(r"note|comment|description|remark|bio")


def of(field: dict[str, Any], snake_name: str) -> dict[str, Any]:
    """The columns of a CatalogueField that a describe's field decides."""
    values = [value["value"] for value in field.get("picklistValues") or [] if value.get("active", True)]
    package = NAMESPACED.match(field["name"])
    is_long = field["type"] == "textarea" and (field.get("length") or 0) > types.LONGEST_PLAIN
    return {
        "label": (field.get("label") or field["name"])[:255],
        "type": field["type"],
        "length": field.get("length") or 0,
        "precision": field.get("precision") or 0,
        "scale": field.get("scale") or 0,
        "value_count": len(values),
        "values": values,
        "compound": _compound(field),
        "refers_to": ", ".join(field.get("referenceTo") or [])[:255],
        "package": package[1] if package else "",
        "is_visible": True,
        "is_custom": bool(field.get("custom", field["name"].endswith(CUSTOM))),
        "is_formula": bool(field.get("calculated")),
        "is_encrypted": field["type"] == "encryptedstring" or bool(field.get("encrypted")),
        "is_long_text": is_long,
        "is_personal": is_personal(field["type"], snake_name, is_long=is_long),
        "is_mandatory": _is_mandatory(field),
        "is_auto_number": bool(field.get("autoNumber")),
        "is_filterable": bool(field.get("filterable")),
        "is_indexed": is_indexed(field),
        "is_updateable": bool(field.get("updateable")),
        "is_createable": bool(field.get("createable")),
        "measure": _measure(field),
    }


def is_personal(type_: str, snake_name: str, *, is_long: bool) -> bool:
    """A guess, and shown as one. A link or a flag is not a person's datum, whatever its name says."""
    if type_ in {"reference", "boolean", "id"}:
        return False
    if type_ in PERSONAL_TYPES or PERSONAL_WORDS.search(snake_name):
        return True
    return is_long and bool(LONG_TEXT.search(snake_name))


def is_indexed(field: dict[str, Any]) -> bool:
    """Salesforce finds records by it without reading them all. Indexes that its support made can't be seen."""
    said = any(field.get(sign) for sign in ("externalId", "unique", "nameField", "idLookup"))
    return said or field["type"] in {"id", "reference"} or field["name"] in ALWAYS_INDEXED


def _compound(field: dict[str, Any]) -> str:
    """A field names itself where it is its own whole."""
    whole = field.get("compoundFieldName") or ""
    return "" if whole == field["name"] else whole


def _is_mandatory(field: dict[str, Any]) -> bool:
    return bool(field.get("createable") and not field.get("nillable") and not field.get("defaultedOnCreate"))


def _measure(field: dict[str, Any]) -> str:
    """COUNT(field) wants an aggregatable field; a checkbox is always filled, so its share of true is asked for."""
    if field["type"] not in types.STORABLE:
        return Measure.NONE
    if field["type"] == "boolean":
        return Measure.TRUE if field.get("filterable") else Measure.NONE
    if field.get("aggregatable"):
        return Measure.COUNT
    return Measure.FILTER if field.get("filterable") else Measure.NONE
