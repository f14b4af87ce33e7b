"""Writes the describe replies: every attribute that a real org sends, in the order of the recordings."""

from __future__ import annotations

from typing import Any

from apps.practice_org.schema.field import ID_TYPES, NUMBER_TYPES, TEXT_TYPES, Field
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


def field_reply(field: Field) -> dict[str, Any]:
    """The 57 attributes of API 48.0 to 66.0."""
    is_number = field.type in NUMBER_TYPES
    length = field.size if field.type in TEXT_TYPES | ID_TYPES else 0
    reply = {
        "aggregatable": field.has("aggregatable"),
        "aiPredictionField": False,
        "autoNumber": False,
        "byteLength": _byte_length(field, length),
        "calculated": field.is_calculated,
        "calculatedFormula": field.formula or None,
        "cascadeDelete": False,
        "caseSensitive": field.has("caseSensitive"),
        "compoundFieldName": field.part_of or None,
        "controllerName": None,
        "createable": field.has("createable"),
        "custom": field.is_custom,
        "defaultValue": _default(field),
        "defaultValueFormula": None,
        "defaultedOnCreate": field.has("defaultedOnCreate"),
        "dependentPicklist": False,
        "deprecatedAndHidden": False,
        "digits": field.size if field.type == "int" else 0,
        "displayLocationInDecimal": False,
        "encrypted": field.has("encrypted"),
        "externalId": field.has("externalId"),
        "extraTypeInfo": field.extra or None,
        "filterable": field.has("filterable"),
        "filteredLookupInfo": None,
        "formulaTreatNullNumberAsZero": False,
        "groupable": field.has("groupable"),
        "highScaleNumber": False,
        "htmlFormatted": False,
        "idLookup": field.has("idLookup"),
        "inlineHelpText": None,
        "label": field.label,
        "length": length,
        "mask": None,
        "maskType": None,
        "name": field.name,
        "nameField": field.has("nameField"),
        "namePointing": field.has("polymorphicForeignKey"),
        "nillable": field.has("nillable"),
        "permissionable": field.has("permissionable"),
        "picklistValues": [_value_reply(field, index) for index in range(len(field.values))],
        "polymorphicForeignKey": field.has("polymorphicForeignKey"),
        "precision": field.size if is_number else 0,
        "queryByDistance": field.has("queryByDistance"),
        "referenceTargetField": None,
        "referenceTo": list(field.to),
        "relationshipName": field.relationship or None,
        "relationshipOrder": None,
        "restrictedDelete": False,
        "restrictedPicklist": field.has("restrictedPicklist"),
        "scale": field.scale,
        "searchPrefilterable": field.has("searchPrefilterable"),
        "soapType": _soap_type(field),
        "sortable": field.has("sortable"),
        "type": field.type,
        "unique": field.has("unique"),
        "updateable": field.has("updateable"),
        "writeRequiresMasterRead": False,
    }
    if field.type == "encryptedstring":
        reply.update(mask="*", maskType="all")
    return reply


def global_entry(facts: ObjectFacts, version: str) -> dict[str, Any]:
    """One object of describeGlobal: 28 attributes."""
    return {
        "activateable": False,
        "associateEntityType": None,
        "associateParentEntity": None,
        "createable": "createable" in facts.marks,
        "custom": False,
        "customSetting": False,
        "deepCloneable": "deepCloneable" in facts.marks,
        "deletable": "deletable" in facts.marks,
        "deprecatedAndHidden": False,
        "feedEnabled": "feedEnabled" in facts.marks,
        "hasSubtypes": False,
        "isInterface": False,
        "isSubtype": False,
        "keyPrefix": facts.prefix,
        "label": facts.label,
        "labelPlural": facts.plural,
        "layoutable": "layoutable" in facts.marks,
        "mergeable": "mergeable" in facts.marks,
        "mruEnabled": "mruEnabled" in facts.marks,
        "name": facts.name,
        "queryable": "queryable" in facts.marks,
        "replicateable": "replicateable" in facts.marks,
        "retrieveable": "retrieveable" in facts.marks,
        "searchable": "searchable" in facts.marks,
        "triggerable": "triggerable" in facts.marks,
        "undeletable": "undeletable" in facts.marks,
        "updateable": "updateable" in facts.marks,
        "urls": _urls(facts, version),
    }


def object_reply(sobject: SObject, version: str, *, children: list[dict[str, Any]], record_types: list[Any]) -> Any:
    """The whole describe of one object: 45 attributes, in alphabetical order."""
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
        supportedScopes=[{"label": f"All {sobject.facts.plural.lower()}", "name": "everything"}],
    )
    return dict(sorted(reply.items()))


def child_relationship(child: str, field: Field) -> dict[str, Any]:
    return {
        "cascadeDelete": False,
        "childSObject": child,
        "deprecatedAndHidden": False,
        "field": field.name,
        "junctionIdListNames": [],
        "junctionReferenceTo": [],
        "relationshipName": None,
        "restrictedDelete": False,
    }


def _soap_type(field: Field) -> str:
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
        "validFor": None,
        "value": entry.value,
    }


def _urls(facts: ObjectFacts, version: str) -> dict[str, str]:
    base = f"/services/data/v{version}/sobjects/{facts.name}"
    urls = {"rowTemplate": f"{base}/{{ID}}", "describe": f"{base}/describe", "sobject": base}
    if "layoutable" in facts.marks:
        urls.update(
            compactLayouts=f"{base}/describe/compactLayouts",
            approvalLayouts=f"{base}/describe/approvalLayouts",
            defaultValues=f"{base}/defaultValues?recordTypeId&fields",
            listviews=f"{base}/listviews",
            quickActions=f"{base}/quickActions",
            layouts=f"{base}/describe/layouts",
        )
    return urls
