"""Founds an agency; whoever does it owns it."""

from __future__ import annotations

from django.db import transaction

from apps.accounts import events
from apps.accounts.models import Membership, User
from apps.tenants import keys
from apps.tenants.models import Agency
from apps.timeline import history


@transaction.atomic
def found(name: str, *, by: User) -> Agency:
    agency = Agency.objects.create(name=name, key=keys.fresh(name))
    Membership.objects.create(agency=agency, user=by, role=Membership.Role.OWNER)
    history.record_for_agency(agency, events.FOUNDED, actor=by, name=name)
    return agency
