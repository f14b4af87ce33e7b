"""The receipt of a permanent list: what was accepted, by whom, and what the database has of it now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from apps.mapping.models import Acceptance
from apps.mapping.plan import Plan
from apps.marketing import database, fields
from apps.onboarding import ledgers
from apps.onboarding.ledgers import Group
from apps.tenants.models import Instance

FORMAT, VERSION = "gangway-receipt", 1


@dataclass(frozen=True)
class Receipt:
    """``created`` is what the database itself says now, not what we once wrote down."""

    accepted: Acceptance
    created: int
    groups: list[Group]
    quiet: int

    @property
    def is_whole(self) -> bool:
        return self.created == self.accepted.count


def every(instance: Instance) -> list[Receipt]:
    return [_receipt(instance, accepted) for accepted in _fulfilled(instance)]


def one(instance: Instance, pk: int) -> Receipt | None:
    accepted = _fulfilled(instance).filter(pk=pk).first()
    return _receipt(instance, accepted) if accepted else None


def stored(instance: Instance, receipt: Receipt) -> dict[str, Any]:
    """For a file: ``list`` is exactly what ``list_hash`` was made of, so anybody can make it again."""
    accepted = receipt.accepted
    return {
        "format": FORMAT,
        "version": VERSION,
        "number": accepted.receipt,
        "instance": instance.name,
        "database": database.schema_name(instance),
        "text": accepted.statement,
        "accepted_by": str(accepted.accepted_by or ""),
        "accepted_at": accepted.accepted_at.isoformat(),
        "created_at": accepted.fulfilled_at.isoformat() if accepted.fulfilled_at else None,
        "accepted": accepted.count,
        "created": receipt.created,
        "is_whole": receipt.is_whole,
        "list_hash": accepted.list_hash,
        "list": accepted.plan,
    }


def _fulfilled(instance: Instance) -> QuerySet[Acceptance]:
    rows = Acceptance.objects.of(instance).filter(fulfilled_at__isnull=False)
    return rows.select_related("accepted_by")


def _receipt(instance: Instance, accepted: Acceptance) -> Receipt:
    agreed = Plan.load(accepted.plan)
    written = fields.find_receipt(instance, accepted.list_hash)
    lost = fields.missing(instance, written) if written else list(agreed.fields)
    return Receipt(accepted, accepted.count - len(lost), ledgers.kept(agreed.fields), len(agreed.quiet))
