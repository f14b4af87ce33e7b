"""The ten kinds of record that the marketing database holds, each with the columns that it has from the start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from apps.marketing.types import ColumnType

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

KEY = "sfdc_id"
TEXT, NUMERIC, BOOLEAN, DATE, INSTANT = (
    ColumnType.TEXT,
    ColumnType.NUMERIC,
    ColumnType.BOOLEAN,
    ColumnType.DATE,
    ColumnType.TIMESTAMPTZ,
)


@dataclass(frozen=True)
class Column:
    name: str
    type: ColumnType


@dataclass(frozen=True)
class Part:
    """A partition. ``sfdc_type`` is its constant, and its default: COPY need not carry it. None: not in Salesforce."""

    table: str
    sfdc_type: str | None


@dataclass(frozen=True)
class Kind:
    """``name`` is the table's. ``links`` are the columns by which other records find this one."""

    name: str
    label: str | _StrPromise
    columns: tuple[Column, ...]
    parts: tuple[Part, ...] = ()
    links: tuple[str, ...] = ()

    def type_of(self, column: str) -> ColumnType:
        return next(each.type for each in self.columns if each.name == column)

    @property
    def tables(self) -> tuple[str, ...]:
        """Where rows lie: the partitions of a parted kind, else the one table."""
        return tuple(part.table for part in self.parts) or (self.name,)


def _columns(type_: ColumnType, names: str) -> tuple[Column, ...]:
    return tuple(Column(name, type_) for name in names.split())


SYSTEM = (
    Column(KEY, TEXT),
    Column("system_modstamp", INSTANT),
    Column("is_deleted", BOOLEAN),
    Column("created_date", INSTANT),
    Column("left_filter_at", INSTANT),  # a record that the filter wanted once; it stays
)
MERGED = _columns(TEXT, "master_record_id owner_id record_type_id")

PERSON = Kind(
    "person",
    _("Person"),
    (
        *SYSTEM,
        *_columns(TEXT, "sfdc_type name sfdc_account_id"),
        *MERGED,
        *_columns(BOOLEAN, "is_converted"),
        *_columns(DATE, "converted_date"),
        *_columns(TEXT, "converted_contact_id converted_account_id converted_opportunity_id"),
    ),
    parts=(Part("person_lead", "Lead"), Part("person_contact", "Contact"), Part("person_marketing", None)),
    links=("converted_contact_id",),
)
COMPANY = Kind("company", _("Company"), (*SYSTEM, *MERGED, *_columns(TEXT, "parent_id")))
OPPORTUNITY = Kind(
    "opportunity",
    _("Opportunity"),
    (*SYSTEM, *_columns(TEXT, "sfdc_account_id owner_id record_type_id campaign_id")),
)
OPPORTUNITY_ROLE = Kind(
    "opportunity_role",
    _("Opportunity role"),
    (*SYSTEM, *_columns(TEXT, "opportunity_id contact_id role"), *_columns(BOOLEAN, "is_primary")),
    links=("contact_id", "opportunity_id"),
)
CAMPAIGN = Kind(
    "campaign",
    _("Campaign"),
    (
        *SYSTEM,
        *_columns(TEXT, "name type status parent_id owner_id record_type_id campaign_member_record_type_id"),
        *_columns(BOOLEAN, "is_active"),
        *_columns(DATE, "start_date end_date"),
    ),
)
CAMPAIGN_MEMBER = Kind(
    "campaign_member",
    _("Campaign member"),
    (
        *SYSTEM,
        *_columns(TEXT, "campaign_id lead_id contact_id status"),
        *_columns(BOOLEAN, "has_responded"),
        *_columns(DATE, "first_responded_date"),
    ),
    links=("lead_id", "contact_id"),
)
CAMPAIGN_MEMBER_STATUS = Kind(
    "campaign_member_status",
    _("Campaign member status"),
    (
        *SYSTEM,
        *_columns(TEXT, "campaign_id label"),
        *_columns(NUMERIC, "sort_order"),
        *_columns(BOOLEAN, "is_default has_responded"),
    ),
)
ACTIVITY = Kind(
    "activity",
    _("Activity"),
    (
        *SYSTEM,
        *_columns(TEXT, "sfdc_type who_id what_id sfdc_account_id owner_id subject"),
        *_columns(DATE, "activity_date"),
        *_columns(TEXT, "status priority subtype location"),
        *_columns(BOOLEAN, "is_closed is_archived"),
        *_columns(INSTANT, "start_at end_at completed_at"),
    ),
    parts=(Part("activity_task", "Task"), Part("activity_event", "Event")),
    links=("who_id",),
)
SALES_USER = Kind(
    "sales_user",
    _("Sales user"),
    (
        *SYSTEM,
        *_columns(TEXT, "name first_name last_name title email phone username user_type manager_id sfdc_account_id"),
        *_columns(BOOLEAN, "is_active"),
    ),
)
RECORD_TYPE = Kind(
    "record_type",
    _("Record type"),
    (*SYSTEM, *_columns(TEXT, "name developer_name object_name description"), *_columns(BOOLEAN, "is_active")),
)

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        PERSON,
        COMPANY,
        OPPORTUNITY,
        OPPORTUNITY_ROLE,
        CAMPAIGN,
        CAMPAIGN_MEMBER,
        CAMPAIGN_MEMBER_STATUS,
        ACTIVITY,
        SALES_USER,
        RECORD_TYPE,
    )
}
