"""The Tooling API's custom fields: what a setup button makes, as JSON."""

from __future__ import annotations

from typing import Any

from apps.practice_org.refusals import Refusal, not_found
from apps.practice_org.setup import fields
from apps.practice_org.setup.fields import CustomField
from apps.practice_org.web.call import Call
from apps.practice_org.web.reply import Reply


def create_field(call: Call) -> Reply:
    fields.require_right(call.live, call.user.id)
    full_name, metadata = _sent(call)
    made = fields.create(call.live, call.user.id, full_name, metadata)
    body = {"id": made.id, "success": True, "errors": [], "warnings": [], "infos": []}
    return Reply(body, 201)


def read_field(call: Call, key: str) -> Reply:
    found = _found(call, key)
    attributes = {"type": "CustomField", "url": f"{call.base}/tooling/sobjects/CustomField/{found.id}"}
    return Reply({"attributes": attributes, **row(call, found), "Metadata": full_metadata(found)})


def change_field(call: Call, key: str) -> Reply:
    fields.require_right(call.live, call.user.id)
    found = _found(call, key)
    body = call.json_object()
    fields.update(call.live, call.user.id, found.full_name, dict(body.get("Metadata") or {}))
    return Reply(None, 204)


def delete_field(call: Call, key: str) -> Reply:
    fields.require_right(call.live, call.user.id)
    fields.delete(call.live, _found(call, key).full_name)
    return Reply(None, 204)


def row(call: Call, one: CustomField) -> dict[str, Any]:
    """The plain columns of a CustomField."""
    made_at = f"{one.made_at or '2018-03-01T09:00:00'}.000+0000"
    return {
        "Id": one.id,
        "TableEnumOrId": one.object_name,
        "DeveloperName": one.developer_name,
        "Description": one.metadata.get("description"),
        "Length": one.metadata.get("length"),
        "Precision": one.metadata.get("precision"),
        "Scale": one.metadata.get("scale"),
        "RelationshipLabel": one.metadata.get("relationshipLabel"),
        "SummaryOperation": None,
        "InlineHelpText": one.metadata.get("inlineHelpText"),
        "MaskType": one.metadata.get("maskType"),
        "MaskChar": one.metadata.get("maskChar"),
        "NamespacePrefix": one.namespace,
        "ManageableState": "installed" if one.namespace else "unmanaged",
        "CreatedDate": made_at,
        "CreatedById": call.live.org.admin.id,
        "LastModifiedDate": made_at,
        "LastModifiedById": call.live.org.admin.id,
        "EntityDefinitionId": one.object_name,
        "FullName": one.full_name,
    }


def full_metadata(one: CustomField) -> dict[str, Any]:
    """With the attributes that every definition has, said or not."""
    usual = {"description": None, "externalId": False, "inlineHelpText": None, "required": False, "unique": False}
    return {**usual, **one.metadata}


def _sent(call: Call) -> tuple[str, dict[str, Any]]:
    body = call.json_object()
    metadata = body.get("Metadata")
    if not isinstance(metadata, dict):
        words = "Required fields are missing: [Metadata]"
        raise Refusal("REQUIRED_FIELD_MISSING", words, fields=["Metadata"])
    return str(body.get("FullName") or ""), metadata


def _found(call: Call, key: str) -> CustomField:
    found = fields.of_id(call.live, key)
    if found is None:
        raise not_found()
    return found
