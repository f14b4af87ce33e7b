"""Permission sets and profiles as metadata: what is granted by names that people can read in a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from apps.practice_org.access import rows, writing
from apps.practice_org.access.sets import EDIT, READ, PermissionSet
from apps.practice_org.live import LiveOrg
from apps.practice_org.refusals import Refusal
from apps.practice_org.seed import staff
from apps.practice_org.setup.lists import listed

Metadata = dict[str, Any]
# Metadata's words for object rights.
ALLOWS = {
    "allowCreate": "Create",
    "allowDelete": "Delete",
    "allowEdit": "Edit",
    "allowRead": "Read",
    "modifyAllRecords": "ModifyAllRecords",
    "viewAllRecords": "ViewAllRecords",
}
# Profiles are called something else in metadata.
PROFILE_NAMES = {staff.ADMIN_PROFILE: "Admin", staff.STANDARD_PROFILE: "Standard"}


def put(live: LiveOrg, user_id: str, name: str, metadata: Metadata) -> bool:
    """Makes the set or adds to it; returns whether it is new. What a file does not say stays as it was."""
    writing.check_edition(live)
    before = writing.named(live, name)
    label = str(metadata.get("label") or (before.label if before else ""))
    if not label:
        raise Refusal("REQUIRED_FIELD_MISSING", "Required fields are missing: [Label]", fields=["Label"])
    one = before or writing.new_set(live, user_id, name, label)
    described = str(metadata.get("description") or one.description)
    one = replace(one, label=label, description=described)
    one = replace(one, needs_activation=bool(metadata.get("hasActivationRequired", one.needs_activation)))
    for entry in listed(metadata.get("fieldPermissions")):
        one = one.with_field(_field(live, entry), _access(entry))
    for entry in listed(metadata.get("objectPermissions")):
        one = one.with_object(_object(live, entry), rights(entry))
    writing.put_set(live, _with_permissions(live, one, listed(metadata.get("userPermissions"))))
    return before is None


def read(live: LiveOrg, name: str) -> Metadata | None:
    one = writing.named(live, name)
    if one is None:
        return None
    return {
        "description": one.description or None,
        "fieldPermissions": [_field_entry(key, access == EDIT) for key, access in sorted(one.fields.items())],
        "hasActivationRequired": one.needs_activation,
        "label": one.label,
        "objectPermissions": [_object_entry(key, held) for key, held in sorted(one.objects.items())],
        "userPermissions": [_named_entry(right) for right in one.permissions],
    }


def profiles(live: LiveOrg) -> dict[str, str]:
    """Names in metadata and what the org calls them."""
    return {PROFILE_NAMES.get(name, name): name for name in staff.profile_names(live.org)}


def read_profile(live: LiveOrg, name: str) -> Metadata | None:
    known = profiles(live)
    if name not in known:
        return None
    parent = rows.profile_set_id(live.org, known[name])
    found = rows.tables(live)
    permission_set = next(row for row in found["PermissionSet"] if row["Id"] == parent)
    fields = [row for row in found["FieldPermissions"] if row["ParentId"] == parent]
    objects = [row for row in found["ObjectPermissions"] if row["ParentId"] == parent]
    held = [right for right in permission_set if right.startswith("Permissions") and permission_set[right]]
    return {
        "custom": known[name] == staff.SYNC_PROFILE,
        "fieldPermissions": [_field_entry(row["Field"], row["PermissionsEdit"]) for row in fields],
        "objectPermissions": [_object_entry(row["SobjectType"], writing.rights_of(row)) for row in objects],
        "userLicense": "Salesforce",
        "userPermissions": [_named_entry(right) for right in sorted(held)],
    }


def put_profile(live: LiveOrg, name: str, metadata: Metadata) -> None:
    writing.check_edition(live)
    known = profiles(live)
    if name not in known:
        words = "In field: fullName - no Profile named " + name + " found"
        raise Refusal("INVALID_CROSS_REFERENCE_KEY", words, fields=[])
    parent = rows.profile_set_id(live.org, known[name])
    for entry in listed(metadata.get("fieldPermissions")):
        writing.put_field(live, parent, _field(live, entry), _access(entry))
    for entry in listed(metadata.get("objectPermissions")):
        writing.put_object(live, parent, _object(live, entry), rights(entry))


def delete(live: LiveOrg, name: str) -> None:
    one = writing.named(live, name)
    if one is None:
        words = f"no PermissionSet named {name} found"
        raise Refusal("INVALID_CROSS_REFERENCE_KEY", words, fields=[])
    writing.delete_set(live, one)


def rights(entry: Metadata) -> tuple[str, ...]:
    return tuple(right for word, right in ALLOWS.items() if entry.get(word) is True)


def _field(live: LiveOrg, entry: Metadata) -> str:
    """Required fields are open to everybody, so that nobody may deploy rights on them."""
    text = str(entry.get("field") or "")
    object_name, _, name = text.partition(".")
    sobject = live.everything.find(object_name)
    field = sobject.find(name) if sobject else None
    if sobject is None or field is None:
        words = f"In field: field - no CustomField named {text} found"
        raise Refusal("INVALID_CROSS_REFERENCE_KEY", words, fields=[])
    if not field.has("permissionable"):
        words = f"You cannot deploy to a required field: {sobject.name}.{field.name}"
        raise Refusal("FIELD_INTEGRITY_EXCEPTION", words, fields=[])
    if entry.get("editable") is True and not field.has("updateable") and not field.has("createable"):
        words = f"Field {sobject.name}.{field.name} is not editable"
        raise Refusal("FIELD_INTEGRITY_EXCEPTION", words, fields=[])
    return f"{sobject.name}.{field.name}"


def _access(entry: Metadata) -> str:
    """Metadata takes editable alone, and means readable too."""
    if entry.get("editable") is True:
        return EDIT
    return READ if entry.get("readable") is True else ""


def _object(live: LiveOrg, entry: Metadata) -> str:
    name = str(entry.get("object") or "")
    sobject = live.everything.find(name)
    if sobject is None or sobject.name not in rows.BUSINESS:
        words = f"In field: field - no CustomObject named {name} found"
        raise Refusal("INVALID_CROSS_REFERENCE_KEY", words, fields=[])
    return sobject.name


def _with_permissions(live: LiveOrg, one: PermissionSet, entries: Iterable[Metadata]) -> PermissionSet:
    known = live.permissions(live.org.admin.id)
    held = set(one.permissions)
    for entry in entries:
        column = f"Permissions{entry.get('name')}"
        if column not in known:
            raise Refusal("INVALID_CROSS_REFERENCE_KEY", f"Unknown user permission: {entry.get('name')}", fields=[])
        held = held | {column} if entry.get("enabled") is True else held - {column}
    return replace(one, permissions=tuple(sorted(held)))


def _field_entry(name: str, can_edit: bool) -> Metadata:
    return {"editable": can_edit, "field": name, "readable": True}


def _object_entry(name: str, held: Iterable[str]) -> Metadata:
    listed_rights = set(held)
    allows = {word: right in listed_rights for word, right in ALLOWS.items()}
    return dict(sorted({**allows, "object": name}.items()))


def _named_entry(right: str) -> Metadata:
    return {"enabled": True, "name": right.removeprefix("Permissions")}
