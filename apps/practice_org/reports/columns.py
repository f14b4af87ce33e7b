"""Fields as rows: as their definitions, as the particles that an API sees, and what a user may do with each."""

from __future__ import annotations

from typing import Any

from apps.practice_org.live import LiveOrg
from apps.practice_org.schema import describe
from apps.practice_org.schema.field import Field
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.schema.view import View
from apps.practice_org.setup import fields
from apps.practice_org.setup.kinds import metadata_type

Row = dict[str, Any]
# Type names as Setup shows them.
SHOWN = {
    "LongTextArea": "Long Text Area",
    "TextArea": "Text Area",
    "DateTime": "Date/Time",
    "MultiselectPicklist": "Picklist (Multi-Select)",
    "EncryptedText": "Text (Encrypted)",
    "Url": "URL",
    "Html": "Rich Text Area",
}
SIZED = {"Text", "LongTextArea", "EncryptedText", "Html"}
NUMBERS = {"Number", "Currency", "Percent"}
MARKS = {
    "IsApiFilterable": "filterable",
    "IsApiGroupable": "groupable",
    "IsApiSortable": "sortable",
    "IsNillable": "nillable",
    "IsNameField": "nameField",
}


def definitions(live: LiveOrg) -> list[Row]:
    return [
        _definition(live, sobject, field)
        for sobject in live.everything.all()
        if "reported" not in sobject.facts.marks
        for field in sobject.fields
        if not field.part_of or field.type != "double"
    ]


def particles(live: LiveOrg, view: View, _user_id: str) -> list[Row]:
    return [
        _particle(live, sobject, field)
        for sobject in view.all()
        if "reported" not in sobject.facts.marks
        for field in sobject.fields
    ]


def access(live: LiveOrg, view: View, user_id: str) -> list[Row]:
    """Fields that the user may not read have a row that says so."""
    found = []
    for sobject in live.everything.all():
        if "reported" in sobject.facts.marks:
            continue
        seen = view.find(sobject.name)
        for field in sobject.fields:
            mine = seen.find(field.name) if seen else None
            key = f"{user_id}.{durable_id(live, sobject, field)}"
            found.append(
                {
                    "Id": key,
                    "DurableId": key,
                    "UserId": user_id,
                    "EntityDefinitionId": sobject.name,
                    "FieldDefinitionId": durable_id(live, sobject, field),
                    "IsAccessible": mine is not None,
                    "IsCreatable": mine is not None and mine.has("createable"),
                    "IsUpdatable": mine is not None and mine.has("updateable"),
                }
            )
    return found


def durable_id(live: LiveOrg, sobject: SObject, field: Field) -> str:
    """Custom fields are known by 15 characters of their id."""
    if field.name.endswith("__c"):
        return f"{sobject.name}.{fields.custom_field_id(live, sobject.name, field.name)[:15]}"
    return f"{sobject.name}.{field.name}"


def data_type(field: Field) -> str:
    """As Setup shows it: Text(80), Number(16, 2), Lookup(User), Formula (Text)."""
    kind = metadata_type(field.type, field.size)
    shown = SHOWN.get(kind, kind)
    if field.is_calculated:
        return f"Formula ({shown})"
    if field.to:
        return f"Lookup({','.join(field.to)})"
    if field.type in {"id", "address"}:
        return {"id": "Lookup()", "address": "Address"}[field.type]
    if kind in SIZED:
        return f"{shown}({field.size})"
    return f"{shown}({field.size - field.scale}, {field.scale})" if kind in NUMBERS else shown


def _names(live: LiveOrg, sobject: SObject, field: Field) -> Row:
    stem = field.name.removesuffix("__c")
    namespace, _, rest = stem.rpartition("__")
    return {
        "Id": durable_id(live, sobject, field),
        "DurableId": durable_id(live, sobject, field),
        "QualifiedApiName": field.name,
        "EntityDefinitionId": sobject.name,
        "NamespacePrefix": namespace or None,
        "DeveloperName": rest if field.is_custom else field.name,
        "MasterLabel": field.label,
        "Label": field.label,
        "Length": field.size if field.type not in {"int", "double", "currency", "percent"} else 0,
        "ServiceDataTypeId": field.type,
        "ValueTypeId": describe.soap_type(field).partition(":")[2],
        "ExtraTypeInfo": field.still.get("extraTypeInfo") or field.extra or None,
        "IsCalculated": field.is_calculated,
        "IsHighScaleNumber": False,
        "IsHtmlFormatted": bool(field.still.get("htmlFormatted")),
        "IsCompactLayoutable": field.type not in {"address", "location", "textarea"},
        "IsListVisible": field.type != "textarea" or field.size <= 255,  # noqa: PLR2004 - where text becomes long
        "IsWorkflowFilterable": field.has("filterable"),
        "Precision": field.size if field.type in {"double", "currency", "percent"} else 0,
        "Scale": field.scale,
        "RelationshipName": field.relationship or None,
        "ReferenceTo": ",".join(field.to) or None,
        "IsCompound": any(part.part_of == field.name for part in sobject.fields),
        **{name: field.has(mark) for name, mark in MARKS.items()},
    }


def _definition(live: LiveOrg, sobject: SObject, field: Field) -> Row:
    return {
        **_names(live, sobject, field),
        "DataType": data_type(field),
        "IsIndexed": field.has("idLookup") or field.has("externalId") or field.type == "reference",
        "PublisherId": "<local>" if field.is_custom else "System",
        "IsSearchPrefilterable": field.has("searchPrefilterable"),
        "IsPolymorphicForeignKey": field.has("polymorphicForeignKey"),
        "Metadata": {"label": field.label, "type": metadata_type(field.type, field.size), **fields.metadata_of(field)},
    }


def _particle(live: LiveOrg, sobject: SObject, field: Field) -> Row:
    reply = describe.field_reply(field)
    whole = next((one for one in sobject.fields if one.name == field.part_of), field)
    return {
        **_names(live, sobject, field),
        "FieldDefinitionId": durable_id(live, sobject, whole),
        "Name": field.name,
        "DataType": field.type,
        "IsAutonumber": reply["autoNumber"],
        "ByteLength": reply["byteLength"],
        "IsCaseSensitive": reply["caseSensitive"],
        "IsUnique": reply["unique"],
        "IsCreatable": field.has("createable"),
        "IsUpdatable": field.has("updateable"),
        "IsDefaultedOnCreate": field.has("defaultedOnCreate"),
        "IsWriteRequiresMasterRead": reply["writeRequiresMasterRead"],
        "IsPermissionable": field.has("permissionable"),
        "IsEncrypted": reply["encrypted"],
        "Digits": reply["digits"],
        "InlineHelpText": reply["inlineHelpText"],
        "Mask": reply["mask"],
        "MaskType": reply["maskType"],
        "IsLayoutable": field.type != "id",
        "IsDependentPicklist": reply["dependentPicklist"],
        "IsDisplayLocationInDecimal": reply["displayLocationInDecimal"],
        "DefaultValueFormula": reply["defaultValueFormula"],
        "IsIdLookup": field.has("idLookup"),
        "IsNamePointing": reply["namePointing"],
        "RelationshipOrder": reply["relationshipOrder"],
        "IsComponent": bool(field.part_of),
    }
