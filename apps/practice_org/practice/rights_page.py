"""The trainer's page of users and rights: what the sync user may see and do, and what stands on page layouts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request

from apps.practice_org.live import LiveOrg
from apps.practice_org.practice import changes, granting, shell
from apps.practice_org.refusals import Refusal
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.seed import staff
from apps.practice_org.setup import layouts

# Words for the named permissions that a rights check asks for.
NAMED = (
    "PermissionsApiEnabled",
    "PermissionsViewAllData",
    "PermissionsModifyAllData",
    "PermissionsViewSetup",
    "PermissionsCustomizeApplication",
    "PermissionsModifyMetadata",
    "PermissionsManageUsers",
    "PermissionsEditTask",
    "PermissionsEditEvent",
    "PermissionsConvertLeads",
    "PermissionsImportLeads",
    "PermissionsTransferAnyLead",
    "PermissionsAllowViewEditConvertedLeads",
    "PermissionsViewAllUsers",
    "PermissionsViewRoles",
    "PermissionsPasswordNeverExpires",
    "PermissionsCreateAuditFields",
    "PermissionsBulkApiHardDelete",
)
OBJECTS = ("Lead", "Contact", "Account", "Opportunity", "Campaign", "CampaignMember", "Task", "Event")


def show(live: LiveOrg, request: Request) -> Mapping[str, Any]:
    sobject = changes.find(live, request.query_params.get("object", "Lead"))
    wanted = request.query_params.get("q", "").strip().lower()
    found = [one for one in sobject.fields if wanted in f"{one.name} {one.label}".lower() and one.type != "id"]
    return {
        **granting.summary(live),
        "users": _users(live),
        "chosen": sobject.name,
        "choices": OBJECTS,
        "q": wanted,
        "labels": _labels(live),
        "named": NAMED,
        "object_rights": granting.OBJECT_RIGHTS,
        "levels": granting.LEVELS,
        "layouts": [one.full_name for one in layouts.every(live, sobject)] if layouts.has_layouts(sobject) else [],
        "fields": [(one, granting.level(live, sobject, one), _on(live, sobject, one.name)) for one in found],
    }


def act(live: LiveOrg, _request: Request, form: FormData) -> str:
    action = str(form["action"])
    if action == "objects":
        for name in granting.summary(live)["objects"]:
            granting.give_rights(live, name, [str(one) for one in form.getlist(name)])
        return "The rights on objects are saved."
    if action == "permissions":
        granting.give_permissions(live, list(NAMED), [str(one) for one in form.getlist("permission")])
        return "The permissions are saved."
    if action in {"give", "take"}:
        granting.assign(live, str(form["set"]), is_held=action == "give")
        return f"{form['set']} is {'given to' if action == 'give' else 'taken from'} the sync user."
    return _field_act(live, action)


def _field_act(live: LiveOrg, action: str) -> str:
    """A button of a field's row carries its whole order: `field=Lead.Email=Read`."""
    kind, _, order = action.partition(":")
    if kind == "field":
        name, _, level = order.partition("=")
        object_name, _, field = name.partition(".")
        granting.open_field(live, object_name, field, level)
        return f"{name} is now {granting.LEVELS[level]}."
    if kind in {"on", "off"}:
        layout, _, field = order.partition("=")
        granting.place(live, layout, field, is_on=kind == "on")
        return f"{field} is {kind} {layout}."
    raise Refusal("INVALID_FIELD", f"unknown action {action}")


def _on(live: LiveOrg, sobject: SObject, name: str) -> list[str]:
    """The layouts on which the field stands."""
    field = sobject.find(name)
    if field is None or not layouts.has_layouts(sobject) or not layouts.is_placeable(field):
        return []
    return [one.full_name for one in layouts.every(live, sobject) if layouts.placed(live, one, [field])]


def _users(live: LiveOrg) -> list[dict[str, str]]:
    org = live.org
    profile = staff.SYNC_PROFILE if staff.SYNC_PROFILE in staff.profile_names(org) else staff.ADMIN_PROFILE
    profiles = {org.user.id: profile, org.admin.id: staff.ADMIN_PROFILE}
    return [{"name": user.name, "username": user.username, "profile": profiles[user.id]} for user in org.users]


def _labels(live: LiveOrg) -> dict[str, str]:
    sobject = live.everything.find("UserPermissionAccess")
    return {field.name: field.label for field in (sobject.fields if sobject else ())}


rights_page = shell.page("rights.html", show, act)
