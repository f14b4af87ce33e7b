"""What can be switched in an org: rights, hidden fields, fields and permission sets made later, secrets."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from apps.practice_org.access import sets
from apps.practice_org.access.sets import Assignment, PermissionSet
from apps.practice_org.orgs import PROFESSIONAL, Org
from apps.practice_org.schema.field import Field
from apps.practice_org.setup import definitions
from apps.practice_org.sign_in import SignIn


@dataclass(frozen=True, slots=True)
class Switches(SignIn):
    """By object: `hidden` and `read_only` list fields that the sync user's profile does not open, `hidden_from_admin`
    those that the administrator's does not, `added` and `removed` custom fields, `denied` rights of the sync user,
    `unseen` percents of records, `access` org-wide defaults; `shared` lists records by id that somebody shared with
    the sync user.

    `delete_log_from` is the moment before which the log of deletions was purged.

    Under the key "permissions", `denied` lists named permissions; `granted` lists those that the sync user's profile
    has got besides its own. `off_layout` lists fields by page layout. `sets` and `assignments` are permission sets made
    in the org, and who holds them, by id.
    """

    has_api: bool
    soap_login: bool
    password: str
    security_token: str
    trusts_address: bool = False
    password_expired: bool = False
    is_active: bool = True
    user_has_api: bool = True
    marketing_user: bool = True
    custom_profiles: bool = True
    hidden: dict[str, list[str]] = field(default_factory=dict)
    read_only: dict[str, list[str]] = field(default_factory=dict)
    hidden_from_admin: dict[str, list[str]] = field(default_factory=dict)
    added: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    removed: dict[str, list[str]] = field(default_factory=dict)
    denied: dict[str, list[str]] = field(default_factory=dict)
    granted: list[str] = field(default_factory=list)
    unseen: dict[str, int] = field(default_factory=dict)
    access: dict[str, str] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    off_layout: dict[str, list[str]] = field(default_factory=dict)
    sets: dict[str, dict[str, Any]] = field(default_factory=dict)
    assignments: dict[str, dict[str, Any]] = field(default_factory=dict)
    delete_log_from: str = ""
    daily_calls: int = 0
    daily_query_jobs: int = 10_000
    bulk_page_rows: int = 100_000
    bulk_list_rows: int = 1_000

    def made_sets(self) -> dict[str, PermissionSet]:
        return {key: sets.load_set(row) for key, row in self.sets.items()}

    def held(self) -> list[Assignment]:
        return [sets.load_assignment(row) for row in self.assignments.values()]

    def with_set(self, one: PermissionSet) -> Switches:
        return replace(self, sets={**self.sets, one.id: one.row()})

    def with_names(self, kind: str, key: str, name: str, *, listed: bool) -> Switches:
        """`kind` is one of the switches that list names: hidden, read_only, hidden_from_admin, off_layout, removed."""
        before: dict[str, list[str]] = getattr(self, kind)
        names = set(before.get(key, ()))
        names = names | {name} if listed else names - {name}
        changed: dict[str, Any] = {kind: {**before, key: sorted(names)}}
        return replace(self, **changed)

    def with_hidden(self, object_name: str, field_name: str, *, hidden: bool) -> Switches:
        return self.with_names("hidden", object_name, field_name, listed=hidden)

    def with_field(self, object_name: str, row: dict[str, Any]) -> Switches:
        """A definition of the same name gives way."""
        others = [one for one in self.added.get(object_name, ()) if one["name"] != row["name"]]
        return replace(self, added={**self.added, object_name: [*others, row]})

    def without_field(self, object_name: str, name: str) -> Switches:
        others = [one for one in self.added.get(object_name, ()) if one["name"] != name]
        changed = replace(self, added={**self.added, object_name: others})
        for kind in ("hidden", "read_only", "hidden_from_admin"):
            changed = changed.with_names(kind, object_name, name, listed=False)
        return changed.with_names("removed", object_name, name, listed=True)

    def added_fields(self) -> dict[str, list[Field]]:
        """Fields that somebody made or changed through the API after the org was made."""
        return {name: [made for row in rows for made in _fields(name, row)] for name, rows in self.added.items()}


def _fields(object_name: str, row: dict[str, Any]) -> list[Field]:
    return definitions.fields(f"{object_name}.{row['name']}", row["metadata"], row.get("controls", ()))


def fresh(org: Org) -> Switches:
    return Switches(
        has_api=org.has_api,
        soap_login=org.soap_login,
        password=org.user.password,
        security_token=org.user.security_token,
        requires_pkce=org.app.requires_pkce,
        custom_profiles=org.edition != PROFESSIONAL,
        daily_calls=org.daily_calls,
    )


def load(org: Org, entry: dict[str, Any] | None) -> Switches:
    known = {item.name for item in fields(Switches)}
    return replace(fresh(org), **{key: value for key, value in (entry or {}).items() if key in known})


def dump(switches: Switches) -> dict[str, Any]:
    return asdict(switches)
