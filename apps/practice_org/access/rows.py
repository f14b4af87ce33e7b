"""The rows that a rights checker queries: permission sets, object and field permissions, who holds what, tokens."""

from __future__ import annotations

import datetime
import zlib
from collections.abc import Mapping
from typing import Any

from apps.practice_org import ids
from apps.practice_org.access import effective
from apps.practice_org.access.sets import EDIT, Assignment, PermissionSet
from apps.practice_org.live import LiveOrg
from apps.practice_org.orgs import Org
from apps.practice_org.refusals import Refusal, not_found
from apps.practice_org.seed import staff

Row = dict[str, Any]
Tables = dict[str, list[Row]]
BUSINESS = ("Lead", "Contact", "Account", "Opportunity", "Campaign")
OBJECT_RIGHTS = ("Read", "Create", "Edit", "Delete", "ViewAllRecords", "ModifyAllRecords")


def tables(live: LiveOrg) -> Tables:
    made = list(live.switches.made_sets().values())
    return {
        "PermissionSet": [_profile_set(live, name) for name in staff.profile_names(live.org)]
        + [_made_set(live, one) for one in made],
        "PermissionSetAssignment": _assignments(live),
        "ObjectPermissions": _object_permissions(live, made),
        "FieldPermissions": _field_permissions(live, made),
        "UserPermissionAccess": [
            {"Id": effective.access_id(live.org, user.id), **live.permissions(user.id)} for user in live.org.users
        ],
    }


def row(live: LiveOrg, object_name: str, record_id: str) -> Row:
    """Raises NOT_FOUND."""
    found = next((one for one in tables(live)[object_name] if one["Id"] == record_id), None)
    if found is None:
        raise not_found()
    return found


def profile_set_id(org: Org, profile: str) -> str:
    return ids.seeded("0PS", org.pod, staff.profile_names(org).index(profile))


def sync_set_id(org: Org) -> str:
    names = staff.profile_names(org)
    return profile_set_id(org, staff.SYNC_PROFILE if staff.SYNC_PROFILE in names else staff.ADMIN_PROFILE)


def key(live: LiveOrg, prefix: str, text: str) -> str:
    """The same text always gets the same id."""
    return ids.make(prefix, live.org.pod, zlib.crc32(text.encode()))


def parent_of(live: LiveOrg, values: Mapping[str, Any]) -> str:
    """The permission set that a row belongs to: a made one or a profile's."""
    parent = ids.full(str(values.get("ParentId") or "")) or ""
    own = {profile_set_id(live.org, name) for name in staff.profile_names(live.org)}
    if parent not in live.switches.sets and parent not in own:
        raise Refusal("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", fields=["ParentId"])
    return parent


def field_of(live: LiveOrg, text: str) -> str:
    """`lead.x__c` -> `Lead.X__c`, when security can open that field."""
    object_name, _, field_name = text.partition(".")
    sobject = live.everything.find(object_name)
    field = sobject.find(field_name) if sobject else None
    if sobject is None or field is None or not field.has("permissionable"):
        words = f"Field Name: bad value for restricted picklist field: {text}"
        raise Refusal("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", words, fields=["Field"])
    return f"{sobject.name}.{field.name}"


def _profile_set(live: LiveOrg, name: str) -> Row:
    is_admin = name == staff.ADMIN_PROFILE
    set_id = profile_set_id(live.org, name)
    names = live.permissions(live.org.admin.id)
    is_shared = is_admin and sync_set_id(live.org) == set_id  # Professional: both users have this profile
    held = effective.profile_permissions(live.org, live.switches, names, is_admin=is_admin and not is_shared)
    return {
        "Id": set_id,
        "Name": f"X{set_id}",
        "Label": set_id,
        "Description": None,
        "IsOwnedByProfile": True,
        "IsCustom": name == staff.SYNC_PROFILE,
        "ProfileId": staff.profile_id(live.org, name),
        "Type": "Profile",
        "HasActivationRequired": False,
        "CreatedDate": staff.OPENED_AT,
        "CreatedById": live.org.admin.id,
        "SystemModstamp": staff.OPENED_AT,
        **{right: right in held and name != staff.STANDARD_PROFILE for right in names},
    }


def _made_set(live: LiveOrg, one: PermissionSet) -> Row:
    made_at = datetime.datetime.fromisoformat(one.made_at)
    return {
        "Id": one.id,
        "Name": one.name,
        "Label": one.label,
        "Description": one.description or None,
        "IsOwnedByProfile": False,
        "IsCustom": True,
        "ProfileId": None,
        "Type": "Session" if one.needs_activation else "Regular",
        "HasActivationRequired": one.needs_activation,
        "CreatedDate": made_at,
        "CreatedById": one.made_by,
        "SystemModstamp": made_at,
        **{right: right in one.permissions for right in live.permissions(live.org.admin.id)},
    }


def _assignments(live: LiveOrg) -> list[Row]:
    org = live.org
    born = [
        Assignment(ids.seeded("0Pa", org.pod, 0), sync_set_id(org), org.user.id),
        Assignment(ids.seeded("0Pa", org.pod, 1), profile_set_id(org, staff.ADMIN_PROFILE), org.admin.id),
    ]
    return [
        {
            "Id": one.id,
            "AssigneeId": one.user_id,
            "PermissionSetId": one.set_id,
            "IsActive": True,
            "SystemModstamp": datetime.datetime.fromisoformat(one.made_at) if one.made_at else staff.OPENED_AT,
        }
        for one in (*born, *live.switches.held())
    ]


def _object_permissions(live: LiveOrg, made: list[PermissionSet]) -> list[Row]:
    sync_set, admin_set = sync_set_id(live.org), profile_set_id(live.org, staff.ADMIN_PROFILE)
    found = []
    for name in BUSINESS:
        denied = live.switches.denied.get(name, ())
        found.append(_object_row(live, sync_set, name, [right for right in OBJECT_RIGHTS if right not in denied]))
        if admin_set != sync_set:
            found.append(_object_row(live, admin_set, name, list(OBJECT_RIGHTS)))
        found += [_object_row(live, one.id, name, one.objects[name]) for one in made if name in one.objects]
    return [row for row in found if row["PermissionsRead"]]


def _object_row(live: LiveOrg, parent: str, name: str, rights: list[str]) -> Row:
    held = {f"Permissions{right}": right in rights for right in OBJECT_RIGHTS}
    return {"Id": key(live, "110", f"{parent}{name}"), "ParentId": parent, "SobjectType": name, **held}


def _field_permissions(live: LiveOrg, made: list[PermissionSet]) -> list[Row]:
    """A row for each field that security can hide; a hidden one has no row."""
    switches = live.switches
    sync_set, admin_set = sync_set_id(live.org), profile_set_id(live.org, staff.ADMIN_PROFILE)
    found: list[Row] = []
    for name in BUSINESS:
        sobject = live.everything.find(name)
        for field in sobject.fields if sobject else ():
            if not field.has("permissionable"):
                continue
            full_name, writable = f"{name}.{field.name}", field.has("updateable")
            if field.name not in switches.hidden.get(name, ()):
                is_open = writable and field.name not in switches.read_only.get(name, ())
                found.append(_field_row(live, sync_set, full_name, can_edit=is_open))
            if admin_set != sync_set and field.name not in switches.hidden_from_admin.get(name, ()):
                found.append(_field_row(live, admin_set, full_name, can_edit=writable))
    found += [
        _field_row(live, one.id, name, can_edit=access == EDIT) for one in made for name, access in one.fields.items()
    ]
    return found


def _field_row(live: LiveOrg, parent: str, full_name: str, *, can_edit: bool) -> Row:
    return {
        "Id": key(live, "01k", f"{parent}{full_name}"),
        "ParentId": parent,
        "SobjectType": full_name.partition(".")[0],
        "Field": full_name,
        "PermissionsRead": True,
        "PermissionsEdit": can_edit,
    }
