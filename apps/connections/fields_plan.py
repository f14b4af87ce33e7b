"""What creating the marketing fields would do to an org, looked at as the administrator who signed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from apps.connections.marketing_fields import ALL, OBJECTS, MarketingField
from apps.salesforce.client import Client
from apps.salesforce.composite import Part

SET_NAME = "Gangway_Marketing_Fields"
SET_LABEL = "Gangway marketing fields"
# a field's own type is in its Metadata, which Tooling gives for one row at a time
EXISTING = (
    "SELECT Id, TableEnumOrId, DeveloperName FROM CustomField "
    "WHERE TableEnumOrId IN ('Lead', 'Contact') AND DeveloperName IN ({})"
)


@dataclass(frozen=True)
class Item:
    """``state``: missing, there, or other: a field of this name has another type, ``found``."""

    object_name: str
    field: MarketingField
    state: str
    found: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.object_name}.{self.field.api_name}"


@dataclass(frozen=True)
class Plan:
    """``has_set``: field-level security by one permission set; on Professional page layouts decide instead."""

    items: tuple[Item, ...]
    has_set: bool

    @property
    def missing(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.state == "missing")

    @property
    def others(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.state == "other")

    @property
    def opened(self) -> tuple[Item, ...]:
        """What the sync user may read and write afterwards."""
        return tuple(item for item in self.items if item.state != "other") if self.has_set else ()


def make(client: Client, wanted: Iterable[MarketingField], *, is_professional: bool) -> Plan:
    found = existing(client)
    items = [_item(name, field, found) for name in OBJECTS for field in wanted]
    return Plan(tuple(items), has_set=not is_professional)


def by_full_name() -> dict[str, MarketingField]:
    return {f"{name}.{field.api_name}": field for name in OBJECTS for field in ALL}


def existing(client: Client) -> dict[str, dict[str, Any]]:
    """The definitions of ours that the org has, by full name; also those that no profile may see."""
    names = ", ".join(f"'{field.name}'" for field in ALL)
    rows = client.get("tooling/query", q=EXISTING.format(names))["records"]
    parts = [Part(f"tooling/sobjects/CustomField/{row['Id']}") for row in rows]
    answers = client.composite(parts) if parts else []
    pairs = zip(rows, answers, strict=True)
    return {f"{row['TableEnumOrId']}.{row['DeveloperName']}__c": dict(answer.visible_body) for row, answer in pairs}


def fits(field: MarketingField, metadata: dict[str, Any]) -> bool:
    """Type and size; label and help text are the org's own affair."""
    asked = field.metadata()
    return all(metadata.get(name) == value for name, value in asked.items() if name != "label")


def _item(name: str, field: MarketingField, found: dict[str, dict[str, Any]]) -> Item:
    row = found.get(f"{name}.{field.api_name}")
    if row is None:
        return Item(name, field, "missing")
    metadata = row.get("Metadata") or {}
    return Item(name, field, "there" if fits(field, metadata) else "other", described(metadata))


def described(metadata: dict[str, Any]) -> str:
    """As Salesforce's own screens say it: Text(255), Number(10, 0)."""
    kind = str(metadata.get("type") or "?")
    if metadata.get("precision"):
        return f"{kind}({int(metadata['precision'])}, {int(metadata.get('scale') or 0)})"
    return f"{kind}({int(metadata['length'])})" if metadata.get("length") else kind
