"""What can be read, made and changed as metadata, by the names of the types in a manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from apps.practice_org.access import rows
from apps.practice_org.live import LiveOrg
from apps.practice_org.refusals import Refusal
from apps.practice_org.setup import fields, layouts, permission_sets
from apps.practice_org.setup.lists import listed

Metadata = dict[str, Any]
Names = Iterable[tuple[str, str]]  # full names and ids


@dataclass(frozen=True, slots=True)
class Kind:
    """`put` makes or changes one and tells whether it is new; `folder` and `suffix` say where files of it stand."""

    folder: str
    suffix: str
    put: Callable[[LiveOrg, str, str, Metadata], bool]
    read: Callable[[LiveOrg, str], Metadata | None]
    delete: Callable[[LiveOrg, str], None]
    listing: Callable[[LiveOrg], Names]
    children: tuple[str, ...] = ()


def put(live: LiveOrg, user_id: str, kind: str, full_name: str, metadata: Metadata) -> bool:
    return of(kind).put(live, user_id, full_name, metadata)


def of(kind: str) -> Kind:
    if kind not in KINDS:
        raise Refusal("INVALID_TYPE", f"Unknown type:{kind}")
    return KINDS[kind]


def _put_field(live: LiveOrg, user_id: str, name: str, metadata: Metadata) -> bool:
    if any(one.full_name.lower() == name.lower() for one in fields.every(live)):
        fields.update(live, user_id, name, metadata)
        return False
    fields.create(live, user_id, name, metadata)
    return True


def _read_field(live: LiveOrg, name: str) -> Metadata | None:
    found = next((one for one in fields.every(live) if one.full_name.lower() == name.lower()), None)
    return found.metadata if found else None


def _fields(live: LiveOrg) -> Names:
    return ((one.full_name, one.id) for one in fields.every(live))


def _put_object(live: LiveOrg, user_id: str, name: str, metadata: Metadata) -> bool:
    """Of an object only its custom fields can be made here."""
    fields.customisable(live, name)
    for entry in listed(metadata.get("fields")):
        _put_field(live, user_id, f"{name}.{entry['fullName']}", {k: v for k, v in entry.items() if k != "fullName"})
    return False


def _read_object(live: LiveOrg, name: str) -> Metadata | None:
    sobject = live.everything.find(name)
    if sobject is None:
        return None
    own = [{"fullName": one.name, **one.metadata} for one in fields.every(live) if one.object_name == sobject.name]
    return {"fields": own, "label": sobject.facts.label, "pluralLabel": sobject.facts.plural}


def _objects(live: LiveOrg) -> Names:
    return ((sobject.name, "") for sobject in live.everything.all() if layouts.has_layouts(sobject))


def _put_layout(live: LiveOrg, _user_id: str, name: str, metadata: Metadata) -> bool:
    found = layouts.named(live, name)
    if found is None:
        raise Refusal("INVALID_CROSS_REFERENCE_KEY", f"no Layout named {name} found", fields=[])
    layouts.arrange(live, found, metadata)
    return False


def _read_layout(live: LiveOrg, name: str) -> Metadata | None:
    found = layouts.named(live, name)
    return layouts.metadata_of(live, found) if found else None


def _layouts(live: LiveOrg) -> Names:
    return ((one.full_name, layouts.layout_id(live, one)) for one in layouts.listing(live))


def _put_profile(live: LiveOrg, _user_id: str, name: str, metadata: Metadata) -> bool:
    permission_sets.put_profile(live, name, metadata)
    return False


def _profiles(live: LiveOrg) -> Names:
    known = permission_sets.profiles(live)
    return ((name, rows.profile_set_id(live.org, label)) for name, label in known.items())


def _sets(live: LiveOrg) -> Names:
    return ((one.name, one.id) for one in live.switches.made_sets().values())


def _undeletable(_live: LiveOrg, name: str) -> None:
    raise Refusal("CANNOT_DELETE_MANAGED_OBJECT", f"{name} can't be deleted in a practice org.", fields=[])


KINDS = {
    "CustomField": Kind("objects", "", _put_field, _read_field, fields.delete, _fields),
    "CustomObject": Kind("objects", "object", _put_object, _read_object, _undeletable, _objects, ("CustomField",)),
    "Layout": Kind("layouts", "layout", _put_layout, _read_layout, _undeletable, _layouts),
    "PermissionSet": Kind(
        "permissionsets", "permissionset", permission_sets.put, permission_sets.read, permission_sets.delete, _sets
    ),
    "Profile": Kind("profiles", "profile", _put_profile, permission_sets.read_profile, _undeletable, _profiles),
}
