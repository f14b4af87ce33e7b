"""The cast of every permission test: four roles of one agency, a stranger of another, support, two guests, nobody."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client

from apps.accounts.models import GuestLink, User
from apps.tenants.models import Agency, Instance
from tests import makers

ROLES = ("owner", "admin", "operator", "viewer")
EVERYBODY = ("anonymous", "stranger", "viewer", "operator", "admin", "owner", "support", "guest", "other_guest")


@dataclass(frozen=True)
class Cast:
    """``instance`` belongs to ``agency``; ``stranger`` owns ``other_instance`` of ``other_agency``.

    ``guest`` holds a link of ``operator`` to ``instance``; ``other_guest`` one of ``stranger`` to ``other_instance``.
    """

    agency: Agency
    instance: Instance
    owner: User
    admin: User
    operator: User
    viewer: User
    other_agency: Agency
    other_instance: Instance
    stranger: User
    support: User
    guest: GuestLink
    other_guest: GuestLink
    anonymous: None = None

    def browser(self, name: str) -> Client:
        """A test client that is signed in as ``owner``, ``stranger``, ... or not at all as ``anonymous``."""
        person = getattr(self, name)
        if isinstance(person, GuestLink):
            return makers.guest_browser(person)
        return makers.browser(person) if person else Client()


@pytest.fixture
def cast(db) -> Cast:
    agency = makers.agency(name="Halden & Partners", key="halden")
    other = makers.agency(name="Someone Else", key="someone_else")
    members = {role: makers.person(name=role.title(), email=f"{role}@halden.example") for role in ROLES}
    for role, person in members.items():
        makers.member(agency=agency, user=person, role=role)
    stranger = makers.person(name="Stranger", email="stranger@else.example")
    makers.member(agency=other, user=stranger, role="owner")
    instance = makers.instance_with_checklist(agency=agency, name="Halden Instruments", key="halden_instruments")
    other_instance = makers.instance_with_checklist(agency=other, name="Else Limited", key="else_limited")
    return Cast(
        agency=agency,
        instance=instance,
        guest=makers.guest(instance=instance, by=members["operator"], name="Priya Raman"),
        other_agency=other,
        other_instance=other_instance,
        other_guest=makers.guest(instance=other_instance, by=stranger, name="Otto Other"),
        stranger=stranger,
        support=makers.person(name="Support", email="support@gangway.example", is_staff=True),
        **members,
    )
