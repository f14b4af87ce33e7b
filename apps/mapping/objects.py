"""The twelve Salesforce objects in the order in which they are synced, and which of their fields are always read."""

from __future__ import annotations

from dataclasses import dataclass

from apps.marketing import kinds
from apps.marketing.kinds import Kind


@dataclass(frozen=True)
class SalesforceObject:
    """``table`` is where COPY goes: a partition of a parted kind. ``fixed`` pairs a Salesforce field with a column.

    Only a chosen object's other fields can be chosen; of the rest the fixed fields are all. Activities are archived
    after a year, and only queryAll still shows them.
    """

    name: str
    kind: Kind
    table: str
    fixed: tuple[tuple[str, str], ...]
    is_chosen: bool = False
    includes_archived: bool = False


def _pairs(lines: str) -> tuple[tuple[str, str], ...]:
    words = [line.split() for line in lines.strip().splitlines()]
    return tuple((source, column) for source, column in words)


STAMPS = (("Id", "sfdc_id"), ("SystemModstamp", "system_modstamp"), ("CreatedDate", "created_date"))
SYSTEM = (*STAMPS, ("IsDeleted", "is_deleted"))
OWNED = (("OwnerId", "owner_id"), ("RecordTypeId", "record_type_id"))
MERGED = (*OWNED, ("MasterRecordId", "master_record_id"))

USER = SalesforceObject(
    "User",
    kinds.SALES_USER,
    "sales_user",
    STAMPS
    + _pairs("""
        Name name
        FirstName first_name
        LastName last_name
        Title title
        Email email
        Phone phone
        Username username
        UserType user_type
        ManagerId manager_id
        AccountId sfdc_account_id
        IsActive is_active
    """),
)
RECORD_TYPE = SalesforceObject(
    "RecordType",
    kinds.RECORD_TYPE,
    "record_type",
    STAMPS
    + _pairs("""
        Name name
        DeveloperName developer_name
        SobjectType object_name
        Description description
        IsActive is_active
    """),
)
ACCOUNT = SalesforceObject(
    "Account", kinds.COMPANY, "company", (*SYSTEM, *MERGED, ("ParentId", "parent_id")), is_chosen=True
)
CONTACT = SalesforceObject(
    "Contact",
    kinds.PERSON,
    "person_contact",
    (*SYSTEM, *MERGED, ("Name", "name"), ("AccountId", "sfdc_account_id")),
    is_chosen=True,
)
LEAD = SalesforceObject(
    "Lead",
    kinds.PERSON,
    "person_lead",
    SYSTEM
    + MERGED
    + _pairs("""
        Name name
        IsConverted is_converted
        ConvertedDate converted_date
        ConvertedContactId converted_contact_id
        ConvertedAccountId converted_account_id
        ConvertedOpportunityId converted_opportunity_id
    """),
    is_chosen=True,
)
OPPORTUNITY = SalesforceObject(
    "Opportunity",
    kinds.OPPORTUNITY,
    "opportunity",
    (*SYSTEM, *OWNED, ("AccountId", "sfdc_account_id"), ("CampaignId", "campaign_id")),
    is_chosen=True,
)
OPPORTUNITY_CONTACT_ROLE = SalesforceObject(
    "OpportunityContactRole",
    kinds.OPPORTUNITY_ROLE,
    "opportunity_role",
    SYSTEM
    + _pairs("""
        OpportunityId opportunity_id
        ContactId contact_id
        Role role
        IsPrimary is_primary
    """),
)
CAMPAIGN = SalesforceObject(
    "Campaign",
    kinds.CAMPAIGN,
    "campaign",
    SYSTEM
    + OWNED
    + _pairs("""
        Name name
        Type type
        Status status
        ParentId parent_id
        CampaignMemberRecordTypeId campaign_member_record_type_id
        IsActive is_active
        StartDate start_date
        EndDate end_date
    """),
)
CAMPAIGN_MEMBER_STATUS = SalesforceObject(
    "CampaignMemberStatus",
    kinds.CAMPAIGN_MEMBER_STATUS,
    "campaign_member_status",
    SYSTEM
    + _pairs("""
        CampaignId campaign_id
        Label label
        SortOrder sort_order
        IsDefault is_default
        HasResponded has_responded
    """),
)
CAMPAIGN_MEMBER = SalesforceObject(
    "CampaignMember",
    kinds.CAMPAIGN_MEMBER,
    "campaign_member",
    SYSTEM
    + _pairs("""
        CampaignId campaign_id
        LeadId lead_id
        ContactId contact_id
        Status status
        HasResponded has_responded
        FirstRespondedDate first_responded_date
    """),
)
ACTIVITY = _pairs("""
    WhoId who_id
    WhatId what_id
    AccountId sfdc_account_id
    OwnerId owner_id
    Subject subject
    ActivityDate activity_date
    IsArchived is_archived
""")
TASK = SalesforceObject(
    "Task",
    kinds.ACTIVITY,
    "activity_task",
    SYSTEM
    + ACTIVITY
    + _pairs("""
        Status status
        Priority priority
        TaskSubtype subtype
        IsClosed is_closed
        CompletedDateTime completed_at
    """),
    includes_archived=True,
)
EVENT = SalesforceObject(
    "Event",
    kinds.ACTIVITY,
    "activity_event",
    SYSTEM
    + ACTIVITY
    + _pairs("""
        EventSubtype subtype
        Location location
        StartDateTime start_at
        EndDateTime end_at
    """),
    includes_archived=True,
)

OBJECTS: dict[str, SalesforceObject] = {
    each.name: each
    for each in (
        USER,
        RECORD_TYPE,
        ACCOUNT,
        CONTACT,
        LEAD,
        OPPORTUNITY,
        OPPORTUNITY_CONTACT_ROLE,
        CAMPAIGN,
        CAMPAIGN_MEMBER_STATUS,
        CAMPAIGN_MEMBER,
        TASK,
        EVENT,
    )
}
CHOSEN = tuple(each for each in OBJECTS.values() if each.is_chosen)
