"""Opening a field to the sync user: a FieldPermissions row in a permission set that the user holds."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from apps.practice_org import ids
from apps.practice_org.live import LiveOrg
from apps.practice_org.orgs import PROFESSIONAL
from apps.practice_org.refusals import Refusal

OBJECT = "FieldPermissions"


def open_field(live: LiveOrg, given: Mapping[str, Any]) -> str:
    """`Field` names object and field: Lead.X__c."""
    if live.org.edition == PROFESSIONAL:
        words = "insufficient access rights on cross-reference id"
        raise Refusal("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", words, fields=[])
    object_name, _, field_name = str(given.get("Field", "")).partition(".")
    sobject = live.everything.find(object_name)
    field = sobject.find(field_name) if sobject else None
    if sobject is None or field is None or not field.has("permissionable"):
        words = f"Field Name: bad value for restricted picklist field: {given.get('Field')}"
        raise Refusal("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", words, fields=["Field"])
    if field.name not in live.switches.hidden.get(sobject.name, ()):
        words = "duplicate value found: <unknown> duplicates value on record with id: <unknown>"
        raise Refusal("DUPLICATE_VALUE", words, fields=[])
    live.put_switches(live.switches.with_hidden(sobject.name, field.name, hidden=not given.get("PermissionsRead")))
    return ids.make("01k", live.org.pod, secrets.randbelow(62**8))
