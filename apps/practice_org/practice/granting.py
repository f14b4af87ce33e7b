"""What a trainer gives to the sync user or takes away: fields, rights on objects, named permissions, page layouts."""

from __future__ import annotations

from typing import Any

from apps.practice_org.access import rows, writing
from apps.practice_org.access.sets import EDIT, READ, Assignment
from apps.practice_org.live import LiveOrg
from apps.practice_org.practice import changes
from apps.practice_org.refusals import Refusal
from apps.practice_org.schema.field import Field
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.setup import layouts
from apps.practice_org.switches import Switches

NONE = "none"
LEVELS = {NONE: "hidden", READ: "read only", EDIT: "read and edit"}
OBJECT_RIGHTS = ("Read", "Create", "Edit", "Delete")


def open_field(live: LiveOrg, object_name: str, field_name: str, level: str) -> str:
    """In the profile; a permission set that the sync user holds loses what is more than the level."""
    sobject, field = _field(live, object_name, field_name)
    if level not in LEVELS:
        raise Refusal("INVALID_FIELD", f"access must be one of {', '.join(LEVELS)}")
    changed = _without_sets(live, f"{sobject.name}.{field.name}", level)
    changed = changed.with_hidden(sobject.name, field.name, hidden=level == NONE)
    live.put_switches(changed.with_names("read_only", sobject.name, field.name, listed=level == READ))
    return level


def level(live: LiveOrg, sobject: SObject, field: Field) -> str:
    """What the sync user has, by profile and permission sets together."""
    seen = live.visible.find(sobject.name)
    mine = seen.find(field.name) if seen else None
    if mine is None:
        return NONE
    return READ if field.has("updateable") and not mine.has("updateable") else EDIT


def give_rights(live: LiveOrg, object_name: str, held: list[str]) -> None:
    """The rights named are held, the others of an object are not."""
    name = changes.find(live, object_name).name
    kept = [right for right in live.switches.denied.get(name, ()) if right not in OBJECT_RIGHTS]
    denied = [*kept, *(right for right in OBJECT_RIGHTS if right not in held)]
    live.switch(denied={**live.switches.denied, name: denied})


def give_permissions(live: LiveOrg, names: list[str], held: list[str]) -> None:
    """Of the permissions named, the sync user's profile has those held and no other."""
    before = [one for one in live.switches.denied.get("permissions", ()) if one not in names]
    denied = [*before, *(one for one in names if one not in held)]
    granted = sorted({*live.switches.granted, *held} - set(denied))
    live.switch(denied={**live.switches.denied, "permissions": denied}, granted=granted)


def place(live: LiveOrg, layout_name: str, field_name: str, *, is_on: bool) -> list[str]:
    """Returns the fields that are off the layout."""
    layout = layouts.named(live, layout_name)
    if layout is None:
        raise Refusal("INVALID_CROSS_REFERENCE_KEY", f"no Layout named {layout_name} found")
    _, field = _field(live, layout.object_name, field_name)
    layouts.place(live, layout, field, is_on=is_on)
    return live.switches.off_layout[layout.full_name]


def assign(live: LiveOrg, name: str, *, is_held: bool) -> None:
    """Gives a permission set that was made in the org to the sync user, or takes it."""
    one = writing.named(live, name)
    if one is None:
        raise Refusal("INVALID_CROSS_REFERENCE_KEY", f"no PermissionSet named {name} found")
    user = live.org.user.id
    kept = {
        key: row for key, row in live.switches.assignments.items() if (row["set_id"], row["user_id"]) != (one.id, user)
    }
    if is_held:
        key = rows.key(live, "0Pa", f"{one.id}{user}")
        kept[key] = Assignment(key, one.id, user).row()
    live.switch(assignments=kept)


def _field(live: LiveOrg, object_name: str, field_name: str) -> tuple[SObject, Field]:
    sobject = changes.find(live, object_name)
    field = sobject.find(field_name)
    if field is None:
        raise Refusal("INVALID_FIELD", f"No such column '{field_name}' on entity '{sobject.name}'.")
    return sobject, field


def _without_sets(live: LiveOrg, full_name: str, wanted: str) -> Switches:
    mine = {one.set_id for one in live.switches.held() if one.user_id == live.org.user.id}
    changed = live.switches
    for key, one in live.switches.made_sets().items():
        if key in mine and full_name in one.fields and wanted != EDIT:
            changed = changed.with_set(one.with_field(full_name, "" if wanted == NONE else READ))
    return changed


def summary(live: LiveOrg) -> dict[str, Any]:
    """For the page: rights on objects, named permissions, permission sets and who holds them."""
    denied = live.switches.denied
    mine = {one.set_id for one in live.switches.held() if one.user_id == live.org.user.id}
    held = live.permissions(live.org.user.id)
    return {
        "objects": {name: [r for r in OBJECT_RIGHTS if r not in denied.get(name, ())] for name in rows.BUSINESS},
        "permissions": held,
        "sets": [(one, key in mine) for key, one in live.switches.made_sets().items()],
    }
