"""Checks the definition of a custom field, and makes the field of it: the words are those of the Metadata API."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from apps.practice_org.refusals import Refusal
from apps.practice_org.schema import tables
from apps.practice_org.schema.field import NUMBER_TYPES, Field, Value
from apps.practice_org.setup.kinds import FORMULA_TEXT, FORMULAS, KINDS, MASKS, MOST_LETTERS, Kind
from apps.practice_org.setup.lists import listed

Metadata = dict[str, Any]
NAME = re.compile(r"[A-Za-z](?:\w*[A-Za-z0-9])?")


def split(full_name: str) -> tuple[str, str]:
    """`Lead.X__c` -> object and field; a namespace in front of the field is no new field's."""
    found = re.fullmatch(r"(\w+)\.(\w+)__c", full_name)
    if not found:
        words = f"{full_name or 'null'} is not a valid full name for CustomField"
        raise Refusal("INVALID_FULL_NAME", words, fields=["FullName"])
    if not NAME.fullmatch(found[2]) or "__" in found[2] or len(found[2]) > MOST_LETTERS:
        words = (
            "The Field Name field can only contain underscores and alphanumeric characters. It must be unique, begin "
            "with a letter, not include spaces, not end with an underscore, and not contain two consecutive "
            "underscores."
        )
        raise Refusal("INVALID_FIELD", words, fields=["DeveloperName"])
    return found[1], f"{found[2]}__c"


def check(metadata: Metadata) -> None:
    """FIELD_INTEGRITY_EXCEPTION for what the type needs and lacks, or has and may not have."""
    name = str(metadata.get("type") or "")
    if name not in KINDS:
        raise _refused(f"Must specify a valid type for the CustomField: {name or 'null'}", "type")
    if not str(metadata.get("label") or "").strip():
        raise _refused("Must specify a non-empty label for the CustomField", "label")
    if len(str(metadata["label"])) > MOST_LETTERS:
        words = f"Label: data value too large: {metadata['label']} (max length={MOST_LETTERS})"
        raise Refusal("STRING_TOO_LONG", words, fields=["label"])
    if metadata.get("formula"):
        _check_formula(name)
        return
    kind = KINDS[name]
    for needed in kind.needs:
        if metadata.get(needed) in (None, "", [], {}):
            raise _refused(f"Must specify '{needed}' for a CustomField of type {name}", needed)
    for refused in kind.refuses:
        if metadata.get(refused) is True:
            raise _refused(f"Can not specify '{refused}' for a CustomField of type {name}", refused)
    _check_sizes(name, kind, metadata)


def fields(full_name: str, metadata: Metadata, controls: Sequence[str] = ()) -> list[Field]:
    """The field; a geolocation also brings its two parts. `controls` are the values of a controlling field."""
    _, name = split(full_name)
    kind = KINDS[metadata["type"]]
    if metadata.get("formula"):
        return [_formula(name, kind, metadata)]
    made = _field(name, kind, metadata)
    if controls:
        made = replace(made, values=tuple(_dependent(one, metadata, controls) for one in made.values))
    return [made, *_parts(made, metadata)] if kind.describe == "location" else [made]


def _field(name: str, kind: Kind, metadata: Metadata) -> Field:
    values = _values(metadata)
    default = next((value["fullName"] for value in _entries(metadata) if value.get("default")), "")
    return Field(
        name=name,
        label=str(metadata["label"]),
        type=kind.describe,
        size=_size(kind, metadata),
        scale=int(metadata.get("scale") or 0) if kind.describe in NUMBER_TYPES else 0,
        marks=_marks(kind, metadata, default),
        to=tuple(listed(metadata.get("referenceTo"))),
        relationship=name.removesuffix("c") + "r" if kind.describe == "reference" else "",
        default=_default(kind, metadata, default),
        values=values,
        still=_still(kind, metadata),
    )


def _formula(name: str, kind: Kind, metadata: Metadata) -> Field:
    """Nobody computes it here: its value is null until somebody teaches the org its formula."""
    size = FORMULA_TEXT if kind.describe == "string" else _size(kind, metadata)
    marks = tables.custom_marks(kind.describe, size, "calculated") - {"groupable" if size == FORMULA_TEXT else ""}
    made = Field(name=name, label=str(metadata["label"]), type=kind.describe, size=size, marks=marks)
    treats = metadata.get("formulaTreatBlanksAs", "BlankAsZero") == "BlankAsZero"
    return Field(
        name=name,
        label=made.label,
        type=made.type,
        size=size,
        scale=int(metadata.get("scale") or 0) if kind.describe in NUMBER_TYPES else 0,
        marks=marks,
        default="false" if kind.describe == "boolean" else "",
        formula=str(metadata["formula"]),
        sql=f"NULL::{made.column_type}",
        still={"formulaTreatNullNumberAsZero": treats, "inlineHelpText": metadata.get("inlineHelpText") or None},
    )


def _parts(whole: Field, metadata: Metadata) -> list[Field]:
    """Latitude and longitude are numbers of 15 decimals, whatever the field shows."""
    marks = tables.custom_marks("double", 18, "") | {"queryByDistance"}
    return [
        Field(
            name=f"{whole.name.removesuffix('__c')}__{part}__s",
            label=f"{metadata['label']} ({part})",
            type="double",
            size=18,
            scale=15,
            marks=marks,
            part_of=whole.name,
            still={"displayLocationInDecimal": bool(metadata.get("displayLocationInDecimal"))},
        )
        for part in ("Latitude", "Longitude")
    ]


def _marks(kind: Kind, metadata: Metadata, default: str) -> frozenset[str]:
    extra = [mark for mark in ("externalId", "unique", "caseSensitive") if metadata.get(mark)]
    extra += ["idLookup"] if metadata.get("externalId") else []
    extra += ["restrictedPicklist"] if (metadata.get("valueSet") or {}).get("restricted") else []
    extra += ["searchPrefilterable"] if kind.describe == "reference" else []
    extra += ["encrypted"] if kind.describe == "encryptedstring" else []
    marks = set(tables.custom_marks(kind.describe, _size(kind, metadata), " ".join(extra)))
    if metadata.get("required") or metadata["type"] == "MasterDetail":
        marks -= {"nillable", "permissionable"}
    if metadata["type"] == "AutoNumber":
        marks = marks - {"createable", "updateable"} | {"defaultedOnCreate"}
    if kind.describe == "location":
        marks -= {"createable", "updateable", "filterable", "groupable", "sortable", "aggregatable"}
        marks |= {"queryByDistance"}
    if default or metadata.get("defaultValue") not in (None, ""):
        marks |= {"defaultedOnCreate"}
    return frozenset(marks)


def _still(kind: Kind, metadata: Metadata) -> dict[str, Any]:
    still: dict[str, Any] = dict(kind.still)
    if metadata.get("inlineHelpText"):
        still["inlineHelpText"] = metadata["inlineHelpText"]
    if kind.describe == "multipicklist":
        still["precision"] = int(metadata.get("visibleLines") or 0)
    if kind.describe == "encryptedstring":
        still |= {"mask": MASKS.get(str(metadata["maskChar"]), "*"), "maskType": metadata["maskType"]}
    if kind.describe == "location":
        still["displayLocationInDecimal"] = bool(metadata.get("displayLocationInDecimal"))
    if metadata["type"] == "MasterDetail":
        still |= {"cascadeDelete": True, "relationshipOrder": int(metadata.get("relationshipOrder") or 0)}
        still["writeRequiresMasterRead"] = bool(metadata.get("writeRequiresMasterRead"))
    if metadata.get("deleteConstraint") == "Restrict":
        still["restrictedDelete"] = True
    if kind.describe != "boolean" and metadata.get("defaultValue") not in (None, ""):
        still["defaultValueFormula"] = str(metadata["defaultValue"])
    controller = (metadata.get("valueSet") or {}).get("controllingField")
    if controller:
        still |= {"controllerName": controller, "dependentPicklist": True}
    return still


def _size(kind: Kind, metadata: Metadata) -> int:
    return int(metadata.get("length") or metadata.get("precision") or kind.size)


def _default(kind: Kind, metadata: Metadata, chosen: str) -> str:
    if kind.describe == "boolean":
        return "true" if str(metadata.get("defaultValue")).lower() == "true" else "false"
    return chosen


def _entries(metadata: Metadata) -> list[dict[str, Any]]:
    definition = (metadata.get("valueSet") or {}).get("valueSetDefinition") or {}
    return [value if isinstance(value, dict) else {"fullName": value} for value in listed(definition.get("value"))]


def _values(metadata: Metadata) -> tuple[Value, ...]:
    entries = [(str(value.get("fullName") or value.get("label")), value) for value in _entries(metadata)]
    made = [Value(name, str(value.get("label") or name), value.get("isActive") is not False) for name, value in entries]
    definition = (metadata.get("valueSet") or {}).get("valueSetDefinition") or {}
    return tuple(sorted(made, key=lambda value: value.label.lower()) if definition.get("sorted") else made)


def _dependent(one: Value, metadata: Metadata, controls: Sequence[str]) -> Value:
    """Which values of the controlling field allow this one: a bit for each, the first one highest, as base64."""
    settings = listed(metadata["valueSet"].get("valueSettings"))
    allowed = {
        str(control)
        for setting in settings
        if setting.get("valueName") == one.value
        for control in listed(setting.get("controllingFieldValue"))
    }
    packed = bytearray((len(controls) + 7) // 8)
    for number, control in enumerate(controls):
        if control in allowed:
            packed[number // 8] |= 0x80 >> number % 8
    return replace(one, valid_for=base64.b64encode(bytes(packed)).decode())


def _check_formula(name: str) -> None:
    if name not in FORMULAS:
        raise _refused(f"Can not specify 'formula' for a CustomField of type {name}", "formula")


def _check_sizes(name: str, kind: Kind, metadata: Metadata) -> None:
    if kind.longest and not 1 <= int(metadata["length"]) <= kind.longest:
        raise _refused(f"Length must be between 1 and {kind.longest} for a CustomField of type {name}", "length")
    if "precision" in kind.needs and int(metadata["precision"]) > kind.size:
        raise _refused(f"Precision must be between 1 and {kind.size}", "precision")


def _refused(words: str, field: str) -> Refusal:
    return Refusal("FIELD_INTEGRITY_EXCEPTION", words, fields=[field])
