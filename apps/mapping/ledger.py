"""The permanence ledger: the exact list beforehand, its number to be typed, and the proof afterwards."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from apps.mapping import drafting, events, lock, plan, versions
from apps.mapping.drafting import Line
from apps.mapping.errors import CountDiffers, ListChanged, NothingAccepted
from apps.mapping.models import Acceptance
from apps.mapping.plan import Plan
from apps.marketing import fields
from apps.marketing.errors import CreatedDiffers
from apps.tenants.models import Instance
from apps.timeline import history


@dataclass(frozen=True)
class Ledger:
    """``count`` is columns, not Salesforce fields: a Lead and a Contact field that share one are one."""

    lines: tuple[Line, ...]
    plan: Plan

    @property
    def count(self) -> int:
        return len(self.plan.fields)

    @property
    def hash(self) -> str:
        return self.plan.hash

    @property
    def by_kind(self) -> dict[str, int]:
        return Counter(field.kind for field in self.plan.fields)


def preview(instance: Instance) -> Ledger:
    """What accepting the present choice would create, link and leave out; reads the portal's rows only."""
    lines, drafted = drafting.draft(instance)
    return Ledger(lines, drafted)


def accept(instance: Instance, typed_count: int, list_hash: str, user: Any, *, statement: str = "") -> Acceptance:
    """Sign and fulfil in one go."""
    sign(instance, preview(instance), typed_count, list_hash, user, statement=statement)
    return fulfil(instance)


def sign(
    instance: Instance,
    ledger: Ledger,
    typed_count: int,
    list_hash: str,
    user: Any,
    *,
    statement: str,
    replaces: bool = True,
    flows: bool = False,
) -> Acceptance:
    """Keeps the text, the list, its hash, the name and the time. Raises ListChanged, CountDiffers, MappingLocked.

    A list made anew from the whole choice ``replaces`` one that is still open; the ledger of one pair does not.
    ``flows``: the initial sync is through, so its lock is past.
    """
    if list_hash != ledger.hash:
        raise ListChanged(count=ledger.count)
    if typed_count != ledger.count:
        raise CountDiffers(typed=typed_count, count=ledger.count)
    with transaction.atomic():
        history.take_turn(instance.pk)  # nobody starts the sync between this look at the lock and our signature
        if not flows:
            lock.refuse_when_locked(instance)
        if replaces:
            _open(instance).update(withdrawn_at=timezone.now())
        signed = keep(instance, ledger.plan, user, statement=statement)
        history.record(instance, events.ACCEPTED, actor=user, count=ledger.count, hash=ledger.hash[:12])
    return signed


def keep(instance: Instance, agreed: Plan, by: Any, *, statement: str) -> Acceptance:
    """Writes down what somebody accepted; `fulfil` makes it true."""
    return Acceptance.objects.create(
        instance=instance,
        list_hash=agreed.hash,
        count=len(agreed.fields),
        plan=agreed.stored(),
        statement=statement,
        accepted_by=by,
    )


def fulfil(instance: Instance) -> Acceptance:
    """Make what was accepted true; asked again after a crash, or when it is true already, it changes nothing.

    Raises NothingAccepted, and what `fields.create` raises.
    """
    for accepted in _open(instance):
        _make_true(instance, accepted)
    last = Acceptance.objects.of(instance).filter(fulfilled_at__isnull=False).first()
    if last is None:
        raise NothingAccepted
    return last


def has_open(instance: Instance) -> bool:
    """Something was accepted that is not created yet."""
    return _open(instance).exists()


def settle(instance: Instance) -> None:
    """Finish what a crash left half done: columns and receipt are there, the portal's rows are not."""
    for accepted in _open(instance):
        if fields.find_receipt(instance, accepted.list_hash):
            _make_true(instance, accepted)


def _open(instance: Instance) -> QuerySet[Acceptance]:
    rows = Acceptance.objects.of(instance).filter(fulfilled_at=None, withdrawn_at=None)
    return rows.select_related("accepted_by").order_by("pk")


def _make_true(instance: Instance, accepted: Acceptance) -> None:
    agreed = Plan.load(accepted.plan)
    receipt = fields.create(
        instance,
        agreed.fields,
        statement=accepted.statement,
        accepted_by=accepted.accepted_by,
        list_hash=accepted.list_hash,
    )
    if fields.missing(instance, receipt):
        raise CreatedDiffers("the receipt names columns that the database does not have")
    with transaction.atomic():
        plan.link(instance, agreed)
        accepted.receipt, accepted.fulfilled_at = receipt.number, timezone.now()
        accepted.save(update_fields=["receipt", "fulfilled_at"])
        told = history.record(instance, events.CREATED, actor=accepted.accepted_by, count=accepted.count)
        versions.keep(instance, told)
