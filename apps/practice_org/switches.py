"""What a trainer can switch in an org: rights, hidden fields, fields made later, the sync user's secrets."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from apps.practice_org.orgs import Org
from apps.practice_org.schema import tables
from apps.practice_org.schema.field import Field, Value
from apps.practice_org.schema.view import Limits
from apps.practice_org.sharing import Sharing
from apps.practice_org.sign_in import SignIn

MARKETING = ("Campaign", "CampaignMemberStatus")


@dataclass(frozen=True, slots=True)
class Switches(SignIn):
    """By object: `hidden` and `added` list fields, `denied` rights of the sync user, `unseen` percents of records,
    `access` org-wide defaults; `shared` lists records by id that somebody shared with the sync user.

    Under the key "permissions", `denied` lists named permissions.
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
    hidden: dict[str, list[str]] = field(default_factory=dict)
    added: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    denied: dict[str, list[str]] = field(default_factory=dict)
    unseen: dict[str, int] = field(default_factory=dict)
    access: dict[str, str] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    daily_calls: int = 0

    def limits(self, user_id: str) -> Limits:
        """Without the Marketing User box nobody creates or edits campaigns."""
        denied = dict(self.denied)
        if not self.marketing_user:
            denied |= {name: [*self.denied.get(name, ()), "Create", "Edit"] for name in MARKETING}
        sharing = Sharing(user_id, self.access, self.shared, denied, self.unseen)
        return Limits(self.hidden, denied, sharing.sights())

    def with_hidden(self, object_name: str, field_name: str, *, hidden: bool) -> Switches:
        names = set(self.hidden.get(object_name, ()))
        names = names | {field_name} if hidden else names - {field_name}
        return replace(self, hidden={**self.hidden, object_name: sorted(names)})

    def with_field(self, object_name: str, row: dict[str, Any]) -> Switches:
        return replace(self, added={**self.added, object_name: [*self.added.get(object_name, ()), row]})

    def added_fields(self) -> dict[str, list[Field]]:
        return {name: [made_field(row) for row in rows] for name, rows in self.added.items()}


def fresh(org: Org) -> Switches:
    return Switches(
        has_api=org.has_api,
        soap_login=org.soap_login,
        password=org.user.password,
        security_token=org.user.security_token,
        requires_pkce=org.app.requires_pkce,
        daily_calls=org.daily_calls,
    )


def load(org: Org, entry: dict[str, Any] | None) -> Switches:
    known = {item.name for item in fields(Switches)}
    return replace(fresh(org), **{key: value for key, value in (entry or {}).items() if key in known})


def dump(switches: Switches) -> dict[str, Any]:
    return asdict(switches)


def made_field(row: dict[str, Any]) -> Field:
    """A field that somebody created through the API after the org was made."""
    marks = tables.custom_marks(row["type"], row["size"], " ".join(row.get("marks", ())))
    return Field(
        name=row["name"],
        label=row["label"],
        type=row["type"],
        size=row["size"],
        scale=row.get("scale", 0),
        marks=marks,
        default="false" if row["type"] == "boolean" else "",
        values=tuple(Value(text, text) for text in row.get("values", ())),
    )
