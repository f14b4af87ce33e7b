"""Rights that need other rights: whoever edits a record must be able to read it."""

from __future__ import annotations

from apps.practice_org.access.sets import PermissionSet
from apps.practice_org.refusals import Refusal

READ, CREATE, EDIT, DELETE, VIEW_ALL, MODIFY_ALL = (
    "Read",
    "Create",
    "Edit",
    "Delete",
    "ViewAllRecords",
    "ModifyAllRecords",
)
WORDS = {VIEW_ALL: "View All", MODIFY_ALL: "Modify All"}
# Within one object.
NEEDS = {
    CREATE: (READ,),
    EDIT: (READ,),
    DELETE: (READ, EDIT),
    VIEW_ALL: (READ,),
    MODIFY_ALL: (READ, EDIT, DELETE, VIEW_ALL),
}
PARENTS = {"Contact": "Account", "Opportunity": "Account"}
FULL = (CREATE, READ, EDIT)
# Named permissions that need rights on objects, and those that need other named permissions.
OBJECTS_FOR: dict[str, dict[str, tuple[str, ...]]] = {
    "PermissionsConvertLeads": {"Account": FULL, "Contact": FULL, "Lead": (READ, EDIT), "Opportunity": (READ, CREATE)},
    "PermissionsImportLeads": {"Lead": FULL},
    "PermissionsManageLeads": {"Lead": (READ,)},
    "PermissionsTransferAnyLead": {"Lead": (READ, EDIT)},
}
NAMED_FOR = {
    "PermissionsCustomizeApplication": ("PermissionsViewSetup",),
    "PermissionsModifyMetadata": ("PermissionsViewSetup",),
    "PermissionsManageUsers": ("PermissionsViewSetup", "PermissionsAssignPermissionSets"),
    "PermissionsAssignPermissionSets": ("PermissionsViewSetup",),
    "PermissionsModifyAllData": ("PermissionsViewAllData",),
}


def check(one: PermissionSet) -> None:
    """Raises the first right whose needs are not in the same set."""
    for name, rights in one.objects.items():
        for right in rights:
            missing = [f"{_words(need)} {name}" for need in NEEDS.get(right, ()) if need not in rights]
            if name in PARENTS and READ not in one.objects.get(PARENTS[name], ()):
                missing.append(f"{READ} {PARENTS[name]}")
            _require(f"{_words(right)} {name}", missing)
    for permission in one.permissions:
        _require(_label(permission), _missing_objects(one, permission) + _missing_named(one, permission))


def _missing_objects(one: PermissionSet, permission: str) -> list[str]:
    wanted = OBJECTS_FOR.get(permission, {})
    return [
        f"{right} {name}"
        for name, rights in wanted.items()
        for right in rights
        if right not in one.objects.get(name, ())
    ]


def _missing_named(one: PermissionSet, permission: str) -> list[str]:
    return [_label(need) for need in NAMED_FOR.get(permission, ()) if need not in one.permissions]


def _require(right: str, missing: list[str]) -> None:
    if missing:
        words = f"Permission {right} depends on permission(s): {', '.join(missing)}"
        raise Refusal("FIELD_INTEGRITY_EXCEPTION", words, fields=[])


def _words(right: str) -> str:
    return WORDS.get(right, right)


def _label(permission: str) -> str:
    """PermissionsConvertLeads -> Convert Leads."""
    name = permission.removeprefix("Permissions")
    return "".join(f" {char}" if char.isupper() else char for char in name).strip()
