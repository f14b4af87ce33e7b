"""What an administrator has laid down, as rows: custom fields, page layouts, validation and duplicate rules."""

from __future__ import annotations

from typing import Any

from apps.practice_org.live import LiveOrg
from apps.practice_org.rules import shelf
from apps.practice_org.rules.kinds import DuplicateRule, ValidationRule
from apps.practice_org.seed import staff
from apps.practice_org.setup import fields, layouts
from apps.practice_org.setup.fields import CustomField

Row = dict[str, Any]
OPENED_AT = staff.OPENED_AT.isoformat()


def custom_fields(live: LiveOrg) -> list[Row]:
    return [custom_field(live, one) for one in fields.every(live)]


def custom_field(live: LiveOrg, one: CustomField) -> Row:
    told = one.metadata
    return {
        "Id": one.id,
        "TableEnumOrId": one.object_name,
        "DeveloperName": one.developer_name,
        "Description": told.get("description"),
        "Length": told.get("length"),
        "Precision": told.get("precision"),
        "Scale": told.get("scale"),
        "RelationshipLabel": told.get("relationshipLabel"),
        "SummaryOperation": None,
        "InlineHelpText": told.get("inlineHelpText"),
        "MaskType": told.get("maskType"),
        "MaskChar": told.get("maskChar"),
        "NamespacePrefix": one.namespace,
        "ManageableState": "installed" if one.namespace else "unmanaged",
        **_stamps(live, one.made_at or OPENED_AT),
        "EntityDefinitionId": one.object_name,
        "FullName": one.full_name,
        "Metadata": full_metadata(one),
    }


def full_metadata(one: CustomField) -> Row:
    """With the attributes that every definition has, said or not."""
    usual = {"description": None, "externalId": False, "inlineHelpText": None, "required": False, "unique": False}
    return {**usual, **one.metadata}


def page_layouts(live: LiveOrg) -> list[Row]:
    return [
        {
            "Id": layouts.layout_id(live, one),
            "LayoutType": "Standard",
            "Name": one.name,
            "TableEnumOrId": one.object_name,
            "EntityDefinitionId": one.object_name,
            "ManageableState": "unmanaged",
            "NamespacePrefix": None,
            "ShowSubmitAndAttachButton": False,
            **_stamps(live, OPENED_AT),
            "FullName": one.full_name,
            "Metadata": layouts.metadata_of(live, one),
        }
        for one in layouts.listing(live)
    ]


def validation_rules(live: LiveOrg) -> list[Row]:
    return [_validation_rule(live, one) for one in shelf.of(live).validation]


def duplicate_rules(live: LiveOrg) -> list[Row]:
    return [_duplicate_rule(live, one) for one in shelf.of(live).duplicates]


def _validation_rule(live: LiveOrg, one: ValidationRule) -> Row:
    told = {
        "active": one.is_active,
        "description": None,
        "errorConditionFormula": one.condition,
        "errorDisplayField": one.field or None,
        "errorMessage": one.message,
        "shouldEvaluateOnClient": None,
        "urls": None,
    }
    return {
        "Id": one.id,
        "EntityDefinitionId": one.object,
        "ValidationName": one.name,
        "Active": one.is_active,
        "Description": None,
        "ErrorDisplayField": one.field or None,
        "ErrorMessage": one.message,
        "NamespacePrefix": None,
        "ManageableState": "unmanaged",
        **_stamps(live, OPENED_AT),
        "FullName": f"{one.object}.{one.name}",
        "Metadata": told,
    }


def _duplicate_rule(live: LiveOrg, one: DuplicateRule) -> Row:
    return {
        "Id": one.id,
        "IsDeleted": False,
        "SobjectType": one.object,
        "DeveloperName": one.name.replace(" ", "_"),
        "Language": "en_US",
        "MasterLabel": one.name,
        "NamespacePrefix": None,
        **_stamps(live, OPENED_AT),
        "SystemModstamp": OPENED_AT,
        "IsActive": one.is_active,
        "SobjectSubtype": "None",
        "LastViewedDate": None,
    }


def _stamps(live: LiveOrg, moment: str) -> Row:
    who = live.org.admin.id
    return {"CreatedDate": moment, "CreatedById": who, "LastModifiedDate": moment, "LastModifiedById": who}
