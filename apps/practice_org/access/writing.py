"""Permission sets, their rows and their holders, written through the API as records."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from apps.practice_org import clock, ids
from apps.practice_org.access import dependencies, rows
from apps.practice_org.access.sets import EDIT, READ, Assignment, PermissionSet
from apps.practice_org.live import LiveOrg
from apps.practice_org.refusals import Refusal
from apps.practice_org.switches import Switches

Values = Mapping[str, Any]
OBJECTS = ("PermissionSet", "PermissionSetAssignment", "ObjectPermissions", "FieldPermissions")
NO_RIGHT = "insufficient access rights on object id"
NO_EDITION = "Permission sets and profiles can't be created or edited in this edition."
RIGHT_OF = {"PermissionSetAssignment": ("PermissionsAssignPermissionSets", "PermissionsManageUsers")}
EDIT_RIGHT = ("PermissionsManageUsers",)


def create(live: LiveOrg, user_id: str, object_name: str, given: Values) -> str:
    _check_right(live, user_id, object_name)
    values = {key[:1].upper() + key[1:]: value for key, value in given.items() if key != "attributes"}
    making: dict[str, Callable[[LiveOrg, str, Values], str]] = {
        "PermissionSet": _make_set,
        "PermissionSetAssignment": _assign,
        "ObjectPermissions": _grant_object,
        "FieldPermissions": _grant_field,
    }
    return making[object_name](live, user_id, values)


def update(live: LiveOrg, user_id: str, object_name: str, key: str, given: Values) -> None:
    _check_right(live, user_id, object_name)
    row = rows.row(live, object_name, key)
    values = {name: value for name, value in given.items() if name not in {"attributes", "Id"}}
    if object_name == "PermissionSet":
        _change_set(live, row, values)
    elif object_name == "FieldPermissions":
        put_field(live, row["ParentId"], row["Field"], access_of({**row, **values}))
    elif object_name == "ObjectPermissions":
        put_object(live, row["ParentId"], row["SobjectType"], rights_of({**row, **values}))
    else:
        raise Refusal("INVALID_FIELD_FOR_INSERT_UPDATE", f"Unable to create/update fields: {', '.join(values)}.")


def delete(live: LiveOrg, user_id: str, object_name: str, key: str) -> None:
    _check_right(live, user_id, object_name)
    row = rows.row(live, object_name, key)
    if object_name == "PermissionSet":
        delete_set(live, _made(live, row["Id"]))
    elif object_name == "FieldPermissions":
        put_field(live, row["ParentId"], row["Field"], "")
    elif object_name == "ObjectPermissions":
        put_object(live, row["ParentId"], row["SobjectType"], ())
    else:
        kept = {name: one for name, one in live.switches.assignments.items() if name != row["Id"]}
        live.put_switches(replace(live.switches, assignments=kept))


def delete_set(live: LiveOrg, one: PermissionSet) -> None:
    """Somebody who holds it keeps it alive."""
    if any(held.set_id == one.id for held in live.switches.held()):
        words = "You can't delete a permission set that's assigned to users."
        raise Refusal("DELETE_FAILED", words, fields=[])
    kept = {name: row for name, row in live.switches.sets.items() if name != one.id}
    live.put_switches(replace(live.switches, sets=kept))


def put_set(live: LiveOrg, one: PermissionSet) -> None:
    dependencies.check(one)
    live.put_switches(live.switches.with_set(one))


def new_set(live: LiveOrg, user_id: str, name: str, label: str, description: str = "") -> PermissionSet:
    key = ids.make("0PS", live.org.pod, 62**4 + secrets.randbelow(62**6))
    return PermissionSet(key, name, label, description, made_at=clock.now().isoformat(), made_by=user_id)


def put_field(live: LiveOrg, parent: str, field_name: str, access: str) -> None:
    """In a profile's own set the profile's security moves; in a made set its row."""
    object_name, _, name = rows.field_of(live, field_name).partition(".")
    if parent in live.switches.sets:
        put_set(live, _made(live, parent).with_field(f"{object_name}.{name}", access))
    else:
        live.put_switches(_profile_field(live, parent, object_name, name, access))


def put_object(live: LiveOrg, parent: str, object_name: str, rights: tuple[str, ...]) -> None:
    if parent in live.switches.sets:
        put_set(live, _made(live, parent).with_object(object_name, rights))
        return
    if parent != rows.sync_set_id(live.org):
        raise Refusal("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", NO_RIGHT, fields=[])
    denied = [right for right in rows.OBJECT_RIGHTS if right not in rights]
    live.switch(denied={**live.switches.denied, object_name: denied})


def access_of(row: Values) -> str:
    """Edit needs Read."""
    if row.get("PermissionsEdit") and not row.get("PermissionsRead"):
        words = f"Permission Edit {row.get('Field')} depends on permission(s): Read {row.get('Field')}"
        raise Refusal("FIELD_INTEGRITY_EXCEPTION", words, fields=["PermissionsEdit"])
    return EDIT if row.get("PermissionsEdit") else READ if row.get("PermissionsRead") else ""


def rights_of(row: Values) -> tuple[str, ...]:
    return tuple(right for right in rows.OBJECT_RIGHTS if row.get(f"Permissions{right}"))


def _make_set(live: LiveOrg, user_id: str, values: Values) -> str:
    missing = [name for name in ("Label", "Name") if not values.get(name)]
    if missing:
        raise Refusal("REQUIRED_FIELD_MISSING", f"Required fields are missing: [{', '.join(missing)}]", fields=missing)
    twin = named(live, str(values["Name"]))
    if twin:
        words = f"duplicate value found: Name duplicates value on record with id: {twin.id[:15]}"
        raise Refusal("DUPLICATE_VALUE", words, fields=["Name"])
    made = new_set(live, user_id, str(values["Name"]), str(values["Label"]), str(values.get("Description") or ""))
    held = tuple(name for name, value in values.items() if name.startswith("Permissions") and value is True)
    put_set(live, replace(made, permissions=held, needs_activation=bool(values.get("HasActivationRequired"))))
    return made.id


def _change_set(live: LiveOrg, row: Values, values: Values) -> None:
    before = _made(live, row["Id"])
    held = {name for name in before.permissions if values.get(name, True)}
    held |= {name for name, value in values.items() if name.startswith("Permissions") and value is True}
    changed = replace(
        before,
        permissions=tuple(sorted(held)),
        name=str(values.get("Name", before.name)),
        label=str(values.get("Label", before.label)),
        description=str(values.get("Description", before.description) or ""),
    )
    put_set(live, changed)


def _assign(live: LiveOrg, _user_id: str, values: Values) -> str:
    user = ids.full(str(values.get("AssigneeId") or "")) or ""
    parent = ids.full(str(values.get("PermissionSetId") or "")) or ""
    if not user.startswith("005") or parent not in live.switches.sets:
        raise Refusal("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", fields=[])
    if any(one.user_id == user and one.set_id == parent for one in live.switches.held()):
        words = f"Duplicate PermissionSetAssignment.  Assignee: {user[:15]}; Permission Set: {parent[:15]}"
        raise Refusal("DUPLICATE_VALUE", words, fields=["AssigneeId", "PermissionSetId"])
    key = ids.make("0Pa", live.org.pod, 62**4 + secrets.randbelow(62**6))
    made = Assignment(key, parent, user, clock.now().isoformat())
    live.put_switches(replace(live.switches, assignments={**live.switches.assignments, key: made.row()}))
    return key


def _grant_object(live: LiveOrg, _user_id: str, values: Values) -> str:
    name, parent = str(values.get("SobjectType") or ""), rows.parent_of(live, values)
    if name not in rows.BUSINESS:
        words = f"Sobject Type Name: bad value for restricted picklist field: {name}"
        raise Refusal("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", words, fields=["SobjectType"])
    put_object(live, parent, name, rights_of(values))
    return rows.key(live, "110", f"{parent}{name}")


def _grant_field(live: LiveOrg, _user_id: str, values: Values) -> str:
    parent, name = rows.parent_of(live, values), rows.field_of(live, str(values.get("Field") or ""))
    key = rows.key(live, "01k", f"{parent}{name}")
    if any(row["Id"] == key for row in rows.tables(live)["FieldPermissions"]):
        words = "duplicate value found: <unknown> duplicates value on record with id: <unknown>"
        raise Refusal("DUPLICATE_VALUE", words, fields=[])
    put_field(live, parent, name, access_of(values))
    return key


def _profile_field(live: LiveOrg, parent: str, object_name: str, name: str, access: str) -> Switches:
    kind = "hidden" if parent == rows.sync_set_id(live.org) else "hidden_from_admin"
    changed = live.switches.with_names(kind, object_name, name, listed=not access)
    if kind == "hidden":
        changed = changed.with_names("read_only", object_name, name, listed=access == READ)
    return changed


def named(live: LiveOrg, name: str) -> PermissionSet | None:
    return next((one for one in live.switches.made_sets().values() if one.name.lower() == name.lower()), None)


def _made(live: LiveOrg, key: str) -> PermissionSet:
    found = live.switches.made_sets().get(key)
    if found is None:
        raise Refusal("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", NO_RIGHT, fields=[])
    return found


def _check_right(live: LiveOrg, user_id: str, object_name: str) -> None:
    held = live.permissions(user_id)
    if not any(held.get(right) for right in RIGHT_OF.get(object_name, EDIT_RIGHT)):
        raise Refusal("INSUFFICIENT_ACCESS_OR_READONLY", NO_RIGHT, fields=[])
    if object_name != "PermissionSetAssignment":
        check_edition(live)


def check_edition(live: LiveOrg) -> None:
    if not live.switches.custom_profiles:
        raise Refusal("FUNCTIONALITY_NOT_ENABLED", NO_EDITION, status=403, fields=[])
