"""Permission sets that somebody made in the org, and who holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

READ, EDIT = "Read", "Edit"


@dataclass(frozen=True, slots=True)
class PermissionSet:
    """`fields` says Read or Edit by `Object.Field`; `objects` lists rights (Read, Create, ...) by object."""

    id: str
    name: str
    label: str
    description: str = ""
    needs_activation: bool = False
    made_at: str = ""
    made_by: str = ""
    permissions: tuple[str, ...] = ()
    objects: Mapping[str, list[str]] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)

    def with_field(self, name: str, access: str) -> PermissionSet:
        """Without access the row is gone."""
        kept = {key: value for key, value in self.fields.items() if key.lower() != name.lower()}
        return replace(self, fields={**kept, name: access} if access else kept)

    def with_object(self, name: str, rights: Iterable[str]) -> PermissionSet:
        kept = {key: value for key, value in self.objects.items() if key != name}
        listed = list(rights)
        return replace(self, objects={**kept, name: listed} if listed else kept)

    def row(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Assignment:
    id: str
    set_id: str
    user_id: str
    made_at: str = ""

    def row(self) -> dict[str, Any]:
        return asdict(self)


def load_set(row: dict[str, Any]) -> PermissionSet:
    return PermissionSet(**{**row, "permissions": tuple(row["permissions"])})


def load_assignment(row: dict[str, Any]) -> Assignment:
    return Assignment(**row)
