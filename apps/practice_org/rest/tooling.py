"""Creating a custom field, as a setup button would.

Field-level security shows a new field to nobody until a FieldPermissions row opens it; Professional edition, which goes
by page layouts, shows it at once.
"""

from __future__ import annotations

import re
from typing import Any

from apps.practice_org import ids, quoting, rights
from apps.practice_org.orgs import PROFESSIONAL
from apps.practice_org.refusals import Refusal
from apps.practice_org.seed import filling
from apps.practice_org.switches import made_field
from apps.practice_org.web.call import Call
from apps.practice_org.web.reply import Reply

# Metadata type -> describe type.
TYPES = {
    "Text": "string",
    "TextArea": "textarea",
    "LongTextArea": "textarea",
    "Number": "double",
    "Currency": "currency",
    "Percent": "percent",
    "Checkbox": "boolean",
    "Date": "date",
    "DateTime": "datetime",
    "Time": "time",
    "Email": "email",
    "Phone": "phone",
    "Url": "url",
    "Picklist": "picklist",
}
SIZES = {"TextArea": 255, "LongTextArea": 32_768, "Email": 80, "Phone": 40, "Url": 255, "Picklist": 255}


def create_field(call: Call) -> Reply:
    _check_right(call)
    body = call.json_object()
    object_name, row = field_row(body)
    sobject = call.live.everything.find(object_name)
    if sobject is None:
        raise Refusal("INVALID_TYPE", f"sObject type '{object_name}' is not supported.", fields=[])
    if sobject.has(row["name"]):
        words = f"There is already a field named {row['name'].removesuffix('__c')} on {sobject.facts.label}."
        raise Refusal("DUPLICATE_DEVELOPER_NAME", words, fields=["FullName"])
    field = made_field(row)
    with call.live.storage.writing() as cursor:
        cursor.execute(f"ALTER TABLE {quoting.name(sobject.name)} ADD COLUMN {filling.column(field)}")
    switches = call.live.switches.with_field(sobject.name, row)
    if call.live.org.edition != PROFESSIONAL:
        switches = switches.with_hidden(sobject.name, row["name"], hidden=True)
    call.live.put_switches(switches)
    key = ids.seeded("00N", call.live.org.pod, sum(map(len, call.live.switches.added.values())))
    return Reply({"id": key, "success": True, "errors": [], "warnings": [], "infos": []}, 201)


def field_row(body: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Object and field of a Tooling CustomField: FullName `Lead.X__c`, Metadata with type, label and sizes."""
    found = re.fullmatch(r"(\w+)\.([A-Za-z]\w*__c)", str(body.get("FullName", "")))
    metadata = body.get("Metadata") or {}
    kind = str(metadata.get("type", ""))
    if not found:
        raise Refusal("INVALID_FULL_NAME", "The full name of a custom field is Object.Field__c.", fields=["FullName"])
    if kind not in TYPES:
        raise Refusal("FIELD_INTEGRITY_EXCEPTION", f"Field type {kind or 'null'} is not known.", fields=["Metadata"])
    size = int(metadata.get("length") or metadata.get("precision") or SIZES.get(kind, 0))
    if kind in {"Text", "Number", "Currency", "Percent"} and not size:
        what = "length" if kind == "Text" else "precision"
        raise Refusal(
            "FIELD_INTEGRITY_EXCEPTION", f"Must specify '{what}' for a CustomField of type {kind}", fields=[what]
        )
    return found[1], {
        "name": found[2],
        "label": str(metadata.get("label") or found[2].removesuffix("__c").replace("_", " ")),
        "type": TYPES[kind],
        "size": size,
        "scale": int(metadata.get("scale") or 0),
        "marks": [mark for mark in ("externalId", "unique") if metadata.get(mark)],
        "values": _values(metadata),
    }


def _check_right(call: Call) -> None:
    held = rights.permissions(call.live, call.user.id)
    if not (held["PermissionsCustomizeApplication"] or held["PermissionsModifyMetadata"]):
        raise Refusal("INSUFFICIENT_ACCESS", "insufficient access rights on entity: CustomField", status=403, fields=[])


def _values(metadata: dict[str, Any]) -> list[str]:
    definition = (metadata.get("valueSet") or {}).get("valueSetDefinition") or {}
    return [str(value.get("fullName") or value.get("label")) for value in definition.get("value", ())]
