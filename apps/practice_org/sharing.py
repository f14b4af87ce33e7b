"""Sharing: the org-wide default of each object, and the records that somebody shared with the sync user."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from apps.practice_org import quoting
from apps.practice_org.schema.sight import ALIAS, Sight

PRIVATE, PARENT, FULL = "None", "ControlledByParent", "All"
READABLE = frozenset({"Read", "Edit", "ReadEditTransfer", FULL})
EDITABLE = frozenset({"Edit", "ReadEditTransfer", FULL})
# The default of an org as it comes, and what else its field on Organization may say.
DEFAULTS = {
    "Account": "Edit",
    "Contact": PARENT,
    "Opportunity": "Edit",
    "Lead": "ReadEditTransfer",
    "Campaign": FULL,
}
CHOICES = {
    "Account": (PRIVATE, "Read", "Edit"),
    "Contact": (PRIVATE, "Read", "Edit", PARENT),
    "Opportunity": (PRIVATE, "Read", "Edit"),
    "Lead": (PRIVATE, "Read", "Edit", "ReadEditTransfer"),
    "Campaign": (PRIVATE, "Read", "Edit", FULL),
}
# Whoever finds the parent finds the child.
CHILDREN = {
    "OpportunityContactRole": ("OpportunityId", "Opportunity"),
    "CampaignMember": ("CampaignId", "Campaign"),
    "CampaignMemberStatus": ("CampaignId", "Campaign"),
}
VIEW_ALL = ("PermissionsViewAllData", "ViewAllRecords")
MODIFY_ALL = ("PermissionsModifyAllData", "ModifyAllRecords")


@dataclass(frozen=True, slots=True)
class Sharing:
    """`access` by object, `shared` by record id (Read or Edit), `denied` rights by object, `unseen` percents."""

    user_id: str
    access: Mapping[str, str]
    shared: Mapping[str, str]
    denied: Mapping[str, list[str]]
    unseen: Mapping[str, int]

    def sights(self) -> dict[str, Sight]:
        """Only objects that something is kept from."""
        found = {name: self._owned(name) for name in DEFAULTS if self._access(name) != PARENT}
        if self._access("Contact") == PARENT:
            found["Contact"] = self._by_parent("AccountId", "Account", found["Account"], self._own())
        for child, (link, parent) in CHILDREN.items():
            found[child] = self._by_parent(link, parent, found[parent], "false")
        for name, percent in self.unseen.items():
            found[name] = _thinned(found.get(name, Sight()), percent)
        return {name: sight for name, sight in found.items() if sight != Sight()}

    def _owned(self, name: str) -> Sight:
        access = self._access(name)
        sees = self._holds(name, VIEW_ALL) or access in READABLE
        edits = self._holds(name, MODIFY_ALL) or access in EDITABLE
        deletes = self._holds(name, MODIFY_ALL) or access == FULL
        return Sight(
            "" if sees else self._own(self.shared),
            "" if edits else self._own(key for key, level in self.shared.items() if level == "Edit"),
            "" if deletes else self._own(),
        )

    def _own(self, also: Iterable[str] = ()) -> str:
        own = f'{ALIAS}."OwnerId" = {quoting.text(self.user_id)}'
        keys = ", ".join(quoting.text(key) for key in also)
        return f'({own} OR {ALIAS}."Id" IN ({keys}))' if keys else own

    def _by_parent(self, link: str, parent: str, sight: Sight, besides: str) -> Sight:
        def part(condition: str) -> str:
            inside = condition.replace(ALIAS, "parent")
            found = f'SELECT 1 FROM {quoting.name(parent)} AS parent WHERE parent."Id" = {ALIAS}."{link}"'
            return f"({besides} OR EXISTS ({found} AND {inside}))" if condition else ""

        return Sight(part(sight.found), part(sight.changed), part(sight.changed))

    def _access(self, name: str) -> str:
        return self.access.get(name, DEFAULTS[name])

    def _holds(self, name: str, rights: tuple[str, str]) -> bool:
        """Either permission is enough: the one for all data, or the one for all records of the object."""
        named, of_object = rights
        return named not in self.denied.get("permissions", ()) or of_object not in self.denied.get(name, ())


def _thinned(sight: Sight, percent: int) -> Sight:
    """The trainer's shortcut: a share of the records that belongs to people who keep it to themselves."""
    if not percent:
        return sight
    kept = f'hash({ALIAS}."Id") % 100 >= {int(percent)}'
    return Sight(" AND ".join(filter(None, (sight.found, kept))), sight.changed, sight.deleted)
