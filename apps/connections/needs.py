"""What the sync needs of its user, object by object: rights, fields that must be readable, fields worth reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

READ = "read"
CREATE = "create"
EDIT = "edit"
# the two directions that write
WRITTEN = {"Lead": frozenset({READ, CREATE, EDIT}), "Contact": frozenset({READ, CREATE, EDIT})}
STAMPS = ("Id", "SystemModstamp", "CreatedDate")
SYSTEM = (*STAMPS, "IsDeleted")
OWNED = (*SYSTEM, "OwnerId")
# hidden, one of these makes every sync of its object fail
REQUIRED: dict[str, tuple[str, ...]] = {
    "User": (*STAMPS, "Email", "UserType"),
    "RecordType": ("Id", "SystemModstamp", "Name", "SobjectType"),
    "Account": (*OWNED, "MasterRecordId", "ParentId", "Name"),
    "Contact": (*OWNED, "MasterRecordId", "AccountId", "Name", "Email"),
    "Lead": (
        *OWNED,
        "MasterRecordId",
        "Name",
        "Email",
        "Status",
        "IsConverted",
        "ConvertedDate",
        "ConvertedAccountId",
        "ConvertedContactId",
        "ConvertedOpportunityId",
    ),
    "Opportunity": (
        *OWNED,
        "AccountId",
        "CampaignId",
        "IsClosed",
        "IsPrivate",
        "IsWon",
        "Name",
        "Probability",
        "StageName",
    ),
    "OpportunityContactRole": (*SYSTEM, "ContactId", "IsPrimary", "OpportunityId"),
    "Campaign": (*OWNED, "IsActive", "Name", "ParentId", "Status", "Type"),
    "CampaignMemberStatus": (*SYSTEM, "CampaignId", "Label", "HasResponded"),
    "CampaignMember": (*SYSTEM, "CampaignId", "LeadId", "ContactId", "Status"),
    "Task": (*OWNED, "WhoId", "WhatId", "Subject", "Status", "ActivityDate"),
    "Event": (*OWNED, "WhoId", "WhatId", "Subject", "StartDateTime"),
}
# marketing writes these; a Name is written through its parts
WRITABLE: dict[str, tuple[str, ...]] = {
    "Lead": ("Status", "FirstName", "LastName", "Email"),
    "Contact": ("FirstName", "LastName", "Email"),
}


@dataclass(frozen=True)
class ObjectNeed:
    """``useful`` fields stay empty where they are hidden, and nothing fails."""

    name: str
    rights: frozenset[str]
    read: tuple[str, ...]
    edit: tuple[str, ...] = ()
    useful: tuple[str, ...] = ()


def of(read_by_sync: Mapping[str, Iterable[str]] | None = None) -> tuple[ObjectNeed, ...]:
    """``read_by_sync``: by object, the fields that the sync asks for besides."""
    asked = read_by_sync or {}
    return tuple(
        ObjectNeed(
            name=name,
            rights=WRITTEN.get(name, frozenset({READ})),
            read=required,
            edit=WRITABLE.get(name, ()),
            useful=tuple(field for field in asked.get(name, ()) if field not in required),
        )
        for name, required in REQUIRED.items()
    )
