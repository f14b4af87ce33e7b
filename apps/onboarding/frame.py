"""What stands around every page of an instance: its name, its org, its headline status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest

from apps.accounts import guests
from apps.accounts.models import GuestLink
from apps.checklist.models import Step
from apps.checklist.states import State
from apps.connections.models import Connection
from apps.onboarding import notices, rows
from apps.onboarding.guest_tasks import GUEST_STEPS
from apps.sync import headline
from apps.tenants.models import Instance

MAPPING = "review-mappings"


@dataclass(frozen=True)
class Org:
    """The org as far as it is known: what was chosen, then what it said of itself, as long as we are signed in."""

    name: str
    edition: str
    address: str


def of(instance: Instance) -> dict[str, Any]:
    return {
        "instance": instance,
        "org": org_of(instance),
        "headline": headline.of(instance),
        "notice": notices.of(instance),
    }


def org_of(instance: Instance) -> Org | None:
    row = Connection.objects.of(instance).first()
    if row is None:
        return None
    chosen, expected = row.get_environment_display(), row.get_expected_edition_display()
    if row.signed_in_at is None:
        return Org(chosen, expected, row.my_domain)
    address = "" if row.is_practice else urlsplit(row.instance_url).netloc or row.my_domain
    return Org(row.org_name or chosen, row.edition or expected, address)


def step(request: HttpRequest, instance: Instance, step: Step) -> dict[str, Any]:
    """Besides, what every step's page shows: its row, its neighbours and the small deck."""
    powers: frozenset[str] = request.powers  # type: ignore[attr-defined]
    listed = rows.of(instance, powers, request.user.pk)
    place = next(place for place, row in enumerate(listed) if row.slug == step.slug)
    return {
        **of(instance),
        **({"notice": None} if step.slug == notices.CHECKS else {}),  # its own page says it
        "tab": "mapping" if step.slug == MAPPING else "checklist",  # the tab leads to this step's page
        "step": step,
        "may_act": "operate" in powers and step.state != State.LOCKED,
        "row": listed[place],
        "rows": listed,
        "previous": listed[place - 1] if place else None,
        "guest_links": _open_guest_links(instance) if step.slug in GUEST_STEPS else [],
        "following": listed[place + 1] if place + 1 < len(listed) else None,
    }


def _open_guest_links(instance: Instance) -> list[GuestLink]:
    return [link for link in guests.of(instance) if link.is_open]
