"""Writes the describe replies: every attribute that a real org sends, in the order of the recordings."""

from __future__ import annotations

from typing import Any

from apps.practice_org.schema.children import name_of
from apps.practice_org.schema.field import ID_TYPES, MARKS, NUMBER_TYPES, TEXT_TYPES, Field
from apps.practice_org.schema.sobject import ObjectFacts, SObject

SOAP_TYPES = {
    "boolean": "xsd:boolean",
    "int": "xsd:int",
    "date": "xsd:date",
    "datetime": "xsd:dateTime",
    "time": "xsd:time",
    "address": "urn:address",
    "location": "urn:location",
}
MASTER_RECORD_TYPE = "012000000000000AAA"
LAST_WITH_DEFAULTS = 50  # 48.0 names the address of default values, 52.0 does no more
KEEPS = {("User", "ContactId")}  # who has such a child is not deleted
# Addresses of an object, below its own.
PATHS = {
    "compactLayouts": "/describe/compactLayouts",
    "rowTemplate": "/{ID}",
    "namedLayouts": "/describe/namedLayouts/{LayoutName}",
    "passwordUtilities": "/{ID}/password",
    "approvalLayouts": "/describe/approvalLayouts",
    "uiDetailTemplate": "",
    "uiEditTemplate": "",
    "defaultValues": "/defaultValues?recordTypeId&fields",
    "listviews": "/listviews",
    "eventSeriesUpdates": "/{ID}/fromThisEventOnwards",
    "describe": "/describe",
    "uiNewRecord": "",
    "quickActions": "/quickActions",
    "layouts": "/describe/layouts",
    "sobject": "",
}


# Attributes that are the same for every field of a practice org.
STILL: dict[str, Any] = {
    "aiPredictionField": False,
    "autoNumber": False,
    "cascadeDelete": False,
    "controllerName": None,
    "defaultValueFormula": None,
    "dependentPicklist": False,
    "deprecatedAndHidden": False,
    "displayLocationInDecimal": False,
    "filteredLookupInfo": None,
    "formulaTreatNullNumberAsZero": False,
    "highScaleNumber": False,
    "htmlFormatted": False,
    "inlineHelpText": None,
    "mask": None,
    "maskType": None,
    "referenceTargetField": None,
    "relationshipOrder": None,
    "restrictedDelete": False,
    "writeRequiresMasterRead": False,
}
# Attributes that are marks of the field, under the same name.
MARKED = [*MARKS.values(), "caseSensitive", "encrypted", "externalId", "unique"]


def field_reply(field: Field) -> dict[str, Any]:
    """The 57 attributes of API 48.0 to 66.0, in alphabetical order."""
    reply = {**STILL, **{mark: field.has(mark) for mark in MARKED}, **_sizes(field)}
    reply |= {
        "calculated": field.is_calculated,
        "calculatedFormula": field.formula or None,
        "compoundFieldName": field.part_of or None,
        "custom": field.is_custom,
        "defaultValue": _default(field),
        "extraTypeInfo": field.extra or None,
        "label": field.label,
        "name": field.name,
        "namePointing": field.has("polymorphicForeignKey"),
        "picklistValues": [_value_reply(field, index) for index in range(len(field.values))],
        "referenceTo": list(field.to),
        "relationshipName": field.relationship or None,
        "soapType": soap_type(field),
        "type": field.type,
    }
    if field.type == "encryptedstring":
        reply |= {"mask": "*", "maskType": "all"}
    return dict(sorted({**reply, **field.still}.items()))


def _sizes(field: Field) -> dict[str, int]:
    length = field.size if field.type in TEXT_TYPES | ID_TYPES else 0
    return {
        "byteLength": _byte_length(field, length),
        "digits": field.size if field.type == "int" else 0,
        "length": length,
        "precision": field.size if field.type in NUMBER_TYPES else 0,
        "scale": field.scale,
    }


# Marks of objects, and what no object of a practice org is.
OBJECT_MARKS = [
    "createable",
    "deepCloneable",
    "deletable",
    "feedEnabled",
    "layoutable",
    "mergeable",
    "mruEnabled",
    "queryable",
    "replicateable",
    "retrieveable",
    "searchable",
    "triggerable",
    "undeletable",
    "updateable",
]
NEVER = ["activateable", "custom", "customSetting", "deprecatedAndHidden", "hasSubtypes", "isInterface", "isSubtype"]


def global_entry(facts: ObjectFacts, version: str) -> dict[str, Any]:
    """One object of describeGlobal: 28 attributes, in alphabetical order."""
    entry: dict[str, Any] = {mark: mark in facts.marks for mark in OBJECT_MARKS} | dict.fromkeys(NEVER, False)
    entry |= {
        "associateEntityType": None,
        "associateParentEntity": None,
        "keyPrefix": facts.prefix,
        "label": facts.label,
        "labelPlural": facts.plural,
        "name": facts.name,
        "urls": _urls(facts, version),
    }
    return dict(sorted(entry.items()))


def object_reply(
    sobject: SObject, version: str, *, children: list[dict[str, Any]], record_types: list[Any], origin: str = ""
) -> Any:
    """The whole describe of one object: 45 attributes, in alphabetical order. `origin` is where people's pages are."""
    reply = global_entry(sobject.facts, version)
    reply.update(
        actionOverrides=[],
        childRelationships=children,
        compactLayoutable=sobject.facts.prefix != "",
        defaultImplementation=None,
        extendedBy=None,
        extendsInterfaces=None,
        fields=[field_reply(item) for item in sobject.fields],
        implementedBy=None,
        implementsInterfaces=None,
        listviewable=None,
        lookupLayoutable=None,
        namedLayoutInfos=[],
        networkScopeFieldName=None,
        recordTypeInfos=record_types,
        searchLayoutable="searchable" in sobject.facts.marks,
        sobjectDescribeOption="FULL",
        supportedScopes=[{"label": label, "name": name} for name, label in sobject.facts.scopes],
        urls=_urls(sobject.facts, version, origin),
    )
    return dict(sorted(reply.items()))


def child_relationship(parent: str, child: str, field: Field) -> dict[str, Any]:
    known = name_of(parent, child, field.name)
    return {
        "cascadeDelete": known is not None and known.cascades,
        "childSObject": child,
        "deprecatedAndHidden": False,
        "field": field.name,
        "junctionIdListNames": [],
        "junctionReferenceTo": [],
        "relationshipName": known.name if known else None,
        "restrictedDelete": (child, field.name) in KEEPS,
    }


def soap_type(field: Field) -> str:
    if field.type in ID_TYPES:
        return "tns:ID"
    if field.type in NUMBER_TYPES:
        return "xsd:double"
    return SOAP_TYPES.get(field.type, "xsd:string")


def _byte_length(field: Field, length: int) -> int:
    """Text is counted as three bytes a character; ids and multi-select picklists as one."""
    return length if field.type in ID_TYPES or field.type == "multipicklist" else 3 * length


def _default(field: Field) -> Any:
    if field.type == "boolean":
        return field.default == "true"
    return field.default if field.default and field.values else None


def _value_reply(field: Field, index: int) -> dict[str, Any]:
    entry = field.values[index]
    is_default = bool(field.default) and entry.value == field.default
    return {
        "active": entry.active,
        "defaultValue": is_default,
        "label": entry.label,
        "validFor": entry.valid_for,
        "value": entry.value,
    }


def _urls(facts: ObjectFacts, version: str, origin: str = "") -> dict[str, str]:
    """In the order of the recordings; people's pages are in the describe of one object only."""
    base = f"/services/data/v{version}/sobjects/{facts.name}"
    known = facts.links | {"rowTemplate", "describe", "sobject"}
    known |= {"defaultValues"} if float(version) < LAST_WITH_DEFAULTS else set()
    known |= {"uiDetailTemplate", "uiEditTemplate", "uiNewRecord"} if origin and facts.links else set()
    pages = {
        "uiDetailTemplate": f"{origin}/{{ID}}",
        "uiEditTemplate": f"{origin}/{{ID}}/e",
        "uiNewRecord": f"{origin}/{facts.prefix}/e",
    }
    return {name: pages.get(name, base + path) for name, path in PATHS.items() if name in known}
