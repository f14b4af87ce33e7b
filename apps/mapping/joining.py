"""Which records count as one person: the rule that was accepted, carried out on the records that are here."""

from __future__ import annotations

from typing import Any

from apps.mapping import events, pairs
from apps.mapping.models import DuplicatePreview
from apps.marketing import twins
from apps.marketing.database import Connection
from apps.marketing.twins import Addresses, Rule
from apps.tenants.models import Instance
from apps.timeline import history

OBJECTS = ("Lead", "Contact")
EMAIL = "Email"
RULES: dict[str, Rule] = {"both": "both", "contact": "contact", "recent": "recent", "later": "later"}


def renew(instance: Instance, connection: Connection) -> None:
    """After records arrived. Without an accepted rule, or without addresses, everybody is a person of his own."""
    preview = DuplicatePreview.objects.of(instance).first()
    if preview is None:
        return
    addresses = addresses_of(instance)
    rule = RULES[preview.joining] if addresses.here else "both"
    twins.renew(connection, rule, addresses, ignores_plus=preview.ignores_plus)


def offered(instance: Instance) -> list[str]:
    """Without a column for e-mail addresses nobody can be told to share one."""
    return list(RULES) if addresses_of(instance).here else ["both"]


def joins(instance: Instance) -> bool:
    """Whether records with one address will count as one person."""
    preview = DuplicatePreview.objects.of(instance).first()
    return preview is not None and preview.joining in {"contact", "recent"}


def choose(instance: Instance, rule: str, *, by: Any) -> None:
    """People follow with the next `renew`."""
    DuplicatePreview.objects.of(instance).update(joining=rule)
    history.record(instance, events.RULES_CHOSEN[rule], actor=by)


def addresses_of(instance: Instance) -> Addresses:
    """The columns that the e-mail address of each object fills."""
    lead, contact = (
        next((pair.column for pair in pairs.of(instance, name) if pair.source == EMAIL), None) for name in OBJECTS
    )
    return Addresses(lead, contact)
