"""What an accepted list changes: fields to create, Salesforce fields to link to fields, and links that go quiet."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from apps.mapping.models import Mapping
from apps.marketing import fields
from apps.marketing.models import Field
from apps.marketing.receipts import NewField
from apps.tenants.models import Instance


@dataclass(frozen=True)
class Link:
    """A Salesforce field feeds a column."""

    object: str
    source: str
    kind: str
    column: str
    is_standard: bool = False


@dataclass(frozen=True)
class Quiet:
    """A Salesforce field that was left out again: its column stays, nothing flows."""

    object: str
    source: str


@dataclass(frozen=True)
class Plan:
    fields: tuple[NewField, ...] = ()
    links: tuple[Link, ...] = ()
    quiet: tuple[Quiet, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.fields or self.links or self.quiet)

    @property
    def hash(self) -> str:
        """SHA-256 of the exact list."""
        return hashlib.sha256(json.dumps(self.stored(), sort_keys=True).encode()).hexdigest()

    def stored(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def load(cls, stored: dict[str, Any]) -> Plan:
        return cls(
            fields=tuple(NewField.stored(each) for each in stored["fields"]),
            links=tuple(Link(**each) for each in stored["links"]),
            quiet=tuple(Quiet(**each) for each in stored["quiet"]),
        )


@transaction.atomic
def link(instance: Instance, plan: Plan) -> None:
    """Write the mappings of a plan whose fields exist; a hidden field that is fed again is shown again."""
    for left in plan.quiet:
        Mapping.objects.of(instance).filter(object=left.object, source=left.source).update(is_hidden=True)
    for each in plan.links:
        field = Field.objects.of(instance).get(kind=each.kind, name=each.column)
        fields.show(field)
        values = {"field": field, "is_standard": each.is_standard, "is_hidden": False}
        Mapping.objects.of(instance).update_or_create(
            instance=instance, object=each.object, source=each.source, defaults=values
        )
