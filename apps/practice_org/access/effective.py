"""What one user may see and do: the profile's rights, and what permission sets add to them."""

from __future__ import annotations

from collections.abc import Iterable

from apps.practice_org import ids, quoting
from apps.practice_org.access.sets import EDIT, PermissionSet
from apps.practice_org.orgs import PROFESSIONAL, Org
from apps.practice_org.schema.sight import ALIAS, Sight
from apps.practice_org.schema.view import Limits
from apps.practice_org.sharing import Sharing
from apps.practice_org.switches import Switches

MARKETING = ("Campaign", "CampaignMemberStatus")
# Tasks and events have no object rights of their own.
RIGHT_OF_ACTIVITY = {"Task": "PermissionsEditTask", "Event": "PermissionsEditEvent"}
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
    ]
)
SETUP = ("CustomField", "Layout", "ValidationRule", "DuplicateRule")
NO_BODY_HAS = frozenset({"PermissionsApiUserOnly"})


def limits(org: Org, switches: Switches, user_id: str) -> Limits:
    """An administrator's profile opens everything but fields that were made through an API."""
    held = list(sets_of(switches, user_id))
    opened = {name for one in held for name in one.fields}
    editable = {name for one in held for name, access in one.fields.items() if access == EDIT}
    if user_id == org.admin.id:
        return Limits(hidden=_without(switches.hidden_from_admin, opened), denied={}, sights={})
    denied = _denied(org, switches, held)
    sharing = Sharing(user_id, switches.access, switches.shared, denied, switches.unseen)
    return Limits(
        hidden=_without(switches.hidden, opened),
        denied=denied,
        sights=sharing.sights(),
        read_only=_without(switches.read_only, editable),
    )


def own_rows(org: Org, user_id: str, held: dict[str, bool]) -> dict[str, Sight]:
    """Rights and tokens of others are nobody's business, unless one may customise or see the setup."""
    own = {"UserPermissionAccess": _where("Id", access_id(org, user_id))}
    own["EntityParticle"] = _where("RunningUser", user_id)
    if not held["PermissionsCustomizeApplication"]:
        own["OauthToken"] = _where("UserId", user_id)
    if not held["PermissionsViewSetup"]:
        own["PermissionSetAssignment"] = _where("AssigneeId", user_id)
    return own


def known(limits: Limits) -> dict[str, Sight]:
    """Definitions of what the user may see."""
    fields = [f"{name}.{one}" for name, listed in limits.hidden.items() for one in listed]
    objects = [name for name, rights in limits.denied.items() if "Read" in rights]
    path = f'{ALIAS}."EntityDefinitionId" || \'.\' || {ALIAS}."QualifiedApiName"'
    return {
        **({"FieldDefinition": Sight(f"{path} NOT IN ({_listed(fields)})")} if fields else {}),
        **({"EntityDefinition": Sight(f'{ALIAS}."Id" NOT IN ({_listed(objects)})')} if objects else {}),
    }


def closed(held: dict[str, bool]) -> dict[str, list[str]]:
    """Setup's own objects, to those who may not look at it."""
    return {} if held["PermissionsViewSetup"] else {name: ["Read"] for name in SETUP}


def access_id(org: Org, user_id: str) -> str:
    """The id of a user's row of UserPermissionAccess."""
    return ids.make("0up", org.pod, 1 if user_id == org.user.id else 2)


def permissions(org: Org, switches: Switches, user_id: str, names: Iterable[str]) -> dict[str, bool]:
    """The named permissions of a user, by their column names."""
    held = profile_permissions(org, switches, names, is_admin=user_id == org.admin.id)
    for one in sets_of(switches, user_id):
        held |= set(one.permissions)
    if user_id == org.user.id and not switches.user_has_api:
        held -= {"PermissionsApiEnabled"}
    return {name: name in held for name in names}


def profile_permissions(org: Org, switches: Switches, names: Iterable[str], *, is_admin: bool) -> set[str]:
    """Professional edition has no profiles of its own: its sync user is a System Administrator."""
    if is_admin:
        return set(names) - NO_BODY_HAS
    all_rights = org.edition == PROFESSIONAL
    held = set(names) - NO_BODY_HAS if all_rights else {f"Permissions{name}" for name in SYNC_RIGHTS}
    return (held | set(switches.granted)) - set(switches.denied.get("permissions", ()))


def sets_of(switches: Switches, user_id: str) -> Iterable[PermissionSet]:
    """The permission sets that somebody gave to the user, beside the profile."""
    mine = {one.set_id for one in switches.held() if one.user_id == user_id}
    return (one for key, one in switches.made_sets().items() if key in mine and not one.needs_activation)


def _denied(org: Org, switches: Switches, held: list[PermissionSet]) -> dict[str, list[str]]:
    """Without the Marketing User box nobody creates or edits campaigns."""
    given = {(name, right) for one in held for name, rights in one.objects.items() for right in rights}
    given |= {("permissions", right) for one in held for right in one.permissions}
    denied = {
        name: [right for right in rights if (name, right) not in given] for name, rights in switches.denied.items()
    }
    lost = dict.fromkeys(MARKETING, ("Create", "Edit")) if not switches.marketing_user else {}
    rights = permissions(org, switches, org.user.id, RIGHT_OF_ACTIVITY.values())
    lost |= {name: ("Create", "Edit") for name, right in RIGHT_OF_ACTIVITY.items() if not rights[right]}
    return denied | {name: [*denied.get(name, ()), *rights] for name, rights in lost.items()}


def _listed(names: list[str]) -> str:
    return ", ".join(quoting.text(name) for name in names)


def _where(column: str, value: str) -> Sight:
    return Sight(f"{ALIAS}.{quoting.name(column)} = {quoting.text(value)}")


def _without(fields: dict[str, list[str]], opened: set[str]) -> dict[str, list[str]]:
    return {name: [one for one in listed if f"{name}.{one}" not in opened] for name, listed in fields.items()}
