"""What the sync needs of its user, object by object: rights, fields that must be readable, fields worth reading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

READ = "read"
CREATE = "create"
EDIT = "edit"
DELETE = "delete"
# the two directions that write
WRITTEN = frozenset({"Lead", "Contact"})
# Marketo's article ticks all four rights on these; what no direction uses is not asked for here
ASKED_BY_MARKETO = frozenset({"Account", "Campaign", "Contact", "Lead", "Opportunity"})
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
class Price:
    """What the next day will cost the org: API calls, and Bulk query jobs."""

    calls: int
    jobs: int


# from records by object, None where nobody could count them
Pricing = Callable[[Mapping[str, int | None]], Price]


@dataclass(frozen=True)
class ObjectNeed:
    """``read`` and ``edit``: hidden or read-only, one of them makes the sync fail. So does one of ``mapped``, which the
    sync asks for by now. ``useful`` fields stay empty where they are hidden, and nothing fails.
    """

    name: str
    rights: frozenset[str]
    read: tuple[str, ...]
    edit: tuple[str, ...] = ()
    mapped: tuple[str, ...] = ()
    useful: tuple[str, ...] = ()

    @property
    def is_written(self) -> bool:
        return EDIT in self.rights


@dataclass(frozen=True)
class Needs:
    """All of it; ``price`` where somebody can say what the sync will cost."""

    objects: tuple[ObjectNeed, ...]
    price: Pricing | None = None

    @property
    def written(self) -> frozenset[str]:
        return frozenset(each.name for each in self.objects if each.is_written)


def of(
    *,
    mapped: Mapping[str, Iterable[str]] | None = None,
    useful: Mapping[str, Iterable[str]] | None = None,
    written: Iterable[str] = WRITTEN,
    price: Pricing | None = None,
) -> Needs:
    """``mapped``: by object, what the sync reads besides the required fields. ``useful``: what it would read."""
    directions = frozenset(written)
    objects = (_need(name, mapped or {}, useful or {}, is_written=name in directions) for name in REQUIRED)
    return Needs(tuple(objects), price)


def _need(
    name: str, mapped: Mapping[str, Iterable[str]], useful: Mapping[str, Iterable[str]], *, is_written: bool
) -> ObjectNeed:
    required = REQUIRED[name]
    reads = tuple(field for field in mapped.get(name, ()) if field not in required)
    return ObjectNeed(
        name=name,
        rights=frozenset({READ, CREATE, EDIT}) if is_written else frozenset({READ}),
        read=required,
        edit=WRITABLE.get(name, ()) if is_written else (),
        mapped=reads,
        useful=tuple(field for field in useful.get(name, ()) if field not in {*required, *reads}),
    )
