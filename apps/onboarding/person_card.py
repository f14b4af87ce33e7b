"""One person of the marketing database as a page shows them: fields by their labels, and what belongs to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from apps.connections.models import Connection
from apps.marketing.kinds import COMPANY, PERSON, Kind
from apps.marketing.models import Field
from apps.marketing.people import Person
from apps.tenants.models import Instance

Value = tuple[str, Any]


@dataclass(frozen=True)
class Fields:
    """Fields that Sync Fields created, the filled ones first; ``system`` are the columns that every record has."""

    filled: list[Value]
    empty: list[str]
    system: list[Value]


@dataclass(frozen=True)
class OtherRecord:
    """A record that belongs to the same person, with its filled fields: a former lead, or one with the same address."""

    record: dict[str, Any]
    filled: list[Value]
    link: str


@dataclass(frozen=True)
class Card:
    record: dict[str, Any]
    leads: list[OtherRecord]
    twins: list[OtherRecord]
    fields: Fields
    company: Fields | None
    company_name: str
    owner_name: str
    opportunities: list[dict[str, Any]]
    campaigns: list[dict[str, Any]]
    activities: list[dict[str, Any]]
    link: str


def of(instance: Instance, person: Person) -> Card:
    labels = _labels(instance)
    company = person.company
    return Card(
        record=person.record,
        leads=[_other(instance, lead, labels) for lead in person.leads],
        twins=[_other(instance, twin, labels) for twin in person.twins],
        fields=_fields(PERSON, person.record, labels),
        company=_fields(COMPANY, company, labels) if company else None,
        company_name=(company or person.record).get("company_name") or "",
        owner_name=(person.owner or {}).get("name") or "",
        opportunities=person.opportunities,
        campaigns=person.campaigns,
        activities=person.activities,
        link=link(instance, person.record["sfdc_id"]) if person.record["sfdc_type"] else "",
    )


def link(instance: Instance, sfdc_id: str) -> str:
    """The record's page in Salesforce; empty while the org's address is not known."""
    address = Connection.objects.of(instance).values_list("instance_url", flat=True).first() or ""
    return urljoin(f"{address}/", sfdc_id) if urlsplit(address).scheme in {"http", "https"} else ""


def _other(instance: Instance, record: dict[str, Any], labels: dict[str, dict[str, str]]) -> OtherRecord:
    address = link(instance, record["sfdc_id"]) if record["sfdc_type"] else ""
    return OtherRecord(record, _fields(PERSON, record, labels).filled, address)


def _fields(kind: Kind, record: dict[str, Any], labels: dict[str, dict[str, str]]) -> Fields:
    named = labels.get(kind.name, {})
    values = [(label, record[name]) for name, label in named.items() if name in record]
    fixed = [column.name for column in kind.columns if column.name not in named]
    return Fields(
        filled=[(label, value) for label, value in values if value not in (None, "")],
        empty=[label for label, value in values if value in (None, "")],
        system=[(name, record[name]) for name in fixed if record.get(name) not in (None, "")],
    )


def _labels(instance: Instance) -> dict[str, dict[str, str]]:
    """``{kind: {column: label}}`` of the fields that are not hidden, in the order of their making."""
    labels: dict[str, dict[str, str]] = {}
    rows = Field.objects.of(instance).filter(is_hidden=False).order_by("pk")
    for kind, name, label in rows.values_list("kind", "name", "label"):
        labels.setdefault(kind, {})[name] = label
    return labels
