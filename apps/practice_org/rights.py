"""Who may do what, as the rows that a rights checker queries: permission sets, object and field permissions, tokens."""

from __future__ import annotations

import datetime
from typing import Any

from apps.practice_org import grants, ids, orgs, quoting
from apps.practice_org.live import LiveOrg
from apps.practice_org.schema.view import View
from apps.practice_org.seed import filling, staff

OBJECTS = (
    "PermissionSet",
    "PermissionSetAssignment",
    "ObjectPermissions",
    "FieldPermissions",
    "UserPermissionAccess",
    "OauthToken",
)
BUSINESS = (
    "Lead",
    "Contact",
    "Account",
    "Opportunity",
    "Campaign",
)
# What the profile of the sync user holds where the edition has profiles of its own.
SYNC_RIGHTS = frozenset(
    [
        "ApiEnabled",
        "ViewAllData",
        "EditTask",
        "EditEvent",
        "ViewSetup",
        "ConvertLeads",
        "ViewAllUsers",
        "ViewRoles",
        "ManageLeads",
        "TransferAnyLead",
        "PasswordNeverExpires",
        "LightningExperienceUser",
        "ModifyMetadata",
        "CustomizeApplication",
    ]
)
OBJECT_RIGHTS = ("Read", "Create", "Edit", "Delete", "ViewAllRecords", "ModifyAllRecords")

_fresh: dict[str, int] = {}


def refresh(live: LiveOrg, statement: str) -> None:
    """Brings the tables up to date when a query names one of them and something has moved since."""
    asked = [name for name in OBJECTS if name.lower() in statement.lower()]
    if not asked or (_fresh.get(live.id) == live.version and "OauthToken" not in asked):
        return
    with live.storage.writing() as cursor:
        for name, rows in tables(live).items():
            cursor.execute(f"DELETE FROM {quoting.name(name)}")
            filling.insert(cursor, name, rows)
    _fresh[live.id] = live.version


def tables(live: LiveOrg) -> dict[str, list[dict[str, Any]]]:
    profiles = staff.profile_names(live.org)
    sets = {name: ids.seeded("0PS", live.org.pod, number) for number, name in enumerate(profiles)}
    sync_set = sets[staff.SYNC_PROFILE if staff.SYNC_PROFILE in sets else staff.ADMIN_PROFILE]
    return {
        "PermissionSet": [_permission_set(live, name, key) for name, key in sets.items()],
        "PermissionSetAssignment": [
            _assignment(live, 0, live.org.user.id, sync_set),
            _assignment(live, 1, live.org.admin.id, sets[staff.ADMIN_PROFILE]),
        ],
        "ObjectPermissions": _object_permissions(live, sync_set),
        "FieldPermissions": _field_permissions(live, live.everything, sync_set),
        "UserPermissionAccess": [{"Id": ids.make("0up", live.org.pod, 1), **permissions(live, live.org.user.id)}],
        "OauthToken": _tokens(live),
    }


def permissions(live: LiveOrg, user_id: str) -> dict[str, bool]:
    """The named permissions of a user, by their column names."""
    sobject = live.everything.find("UserPermissionAccess")
    names = [field.name for field in (sobject.fields if sobject else ()) if field.name.startswith("Permissions")]
    is_admin = user_id == live.org.admin.id or live.org.edition == orgs.PROFESSIONAL
    held = set(names) - {"PermissionsApiUserOnly"} if is_admin else {f"Permissions{name}" for name in SYNC_RIGHTS}
    held -= set(live.switches.denied.get("permissions", ())) if user_id == live.org.user.id else set()
    return {name: name in held and (name != "PermissionsApiEnabled" or live.switches.user_has_api) for name in names}


def _permission_set(live: LiveOrg, name: str, key: str) -> dict[str, Any]:
    is_admin = name == staff.ADMIN_PROFILE
    held = permissions(live, live.org.admin.id if is_admin else live.org.user.id)
    return {
        "Id": key,
        "Name": f"X{key}",
        "Label": f"{key}",
        "IsOwnedByProfile": True,
        "ProfileId": staff.profile_id(live.org, name),
        "Type": "Profile",
        **{right: is_held and name != staff.STANDARD_PROFILE for right, is_held in held.items()},
    }


def _assignment(live: LiveOrg, number: int, user_id: str, set_id: str) -> dict[str, Any]:
    key = ids.seeded("0Pa", live.org.pod, number)
    return {"Id": key, "AssigneeId": user_id, "PermissionSetId": set_id, "IsActive": True}


def _object_permissions(live: LiveOrg, set_id: str) -> list[dict[str, Any]]:
    rows = []
    for number, name in enumerate(BUSINESS):
        denied = live.switches.denied.get(name, ())
        held = {f"Permissions{right}": right not in denied for right in OBJECT_RIGHTS}
        key = ids.seeded("110", live.org.pod, number)
        rows.append({"Id": key, "ParentId": set_id, "SobjectType": name, **held})
    return rows


def _field_permissions(live: LiveOrg, view: View, set_id: str) -> list[dict[str, Any]]:
    """A row for each field that security can hide; a hidden one has no row."""
    rows: list[dict[str, Any]] = []
    for name in BUSINESS:
        sobject = view.find(name)
        hidden = set(live.switches.hidden.get(name, ()))
        for field in sobject.fields if sobject else ():
            if field.has("permissionable") and field.name not in hidden:
                key = ids.seeded("01k", live.org.pod, len(rows))
                rows.append(
                    {
                        "Id": key,
                        "ParentId": set_id,
                        "SobjectType": name,
                        "Field": f"{name}.{field.name}",
                        "PermissionsRead": True,
                        "PermissionsEdit": field.has("updateable"),
                    }
                )
    return rows


def _tokens(live: LiveOrg) -> list[dict[str, Any]]:
    rows = []
    for number, row in enumerate(live.book.of(grants.GRANT, live.id).values()):
        rows.append(
            {
                "Id": ids.seeded("0CQ", live.org.pod, number),
                "UserId": row["user"],
                "AppName": live.org.app.name,
                "UseCount": row["uses"],
                "CreatedDate": _moment(row["created"]),
                "LastUsedDate": _moment(row["last_used"]),
            }
        )
    return rows


def _moment(seconds: float) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).replace(tzinfo=None, microsecond=0)
