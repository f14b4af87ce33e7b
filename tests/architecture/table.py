"""Every address of the portal with the answer that each of the cast gets; a new address needs its row here."""

from __future__ import annotations

from typing import Any

from apps.accounts.models import Membership
from apps.checklist import registry
from apps.checklist.models import Step
from tests.architecture.answers import (
    ADMINISTER,
    OPEN,
    OPERATE,
    SIGNED_IN,
    SUPPORT,
    VIEW,
    Row,
    nothing,
    page,
    the_agency,
    the_instance,
    verb,
)
from tests.cast import Cast

BY_PREFIX = ("accounts/",)  # allauth's own; test_urls.py asks them one by one


def the_viewer(cast: Cast) -> dict[str, Any]:
    return {**the_agency(cast), "pk": Membership.objects.get(agency=cast.agency, user=cast.viewer).pk}


def the_admin(cast: Cast) -> dict[str, Any]:
    return {**the_agency(cast), "pk": Membership.objects.get(agency=cast.agency, user=cast.admin).pk}


def a_step(cast: Cast) -> dict[str, Any]:
    return {"pk": Step.objects.of(cast.instance).get(slug="choose-org").pk}


def step_pages() -> list[Row]:
    """The page of each step."""
    slugs = [definition.slug for definition in registry.definitions()]
    return [page(VIEW, lambda cast, slug=slug: {**the_instance(cast), "slug": slug}) for slug in slugs]


TABLE: dict[str, list[Row]] = {
    # everybody's
    "healthz": [page(OPEN, nothing)],
    "readyz": [page(OPEN, nothing)],
    "i18n/setlang/": [verb(OPEN, nothing, language="ko")],
    # one's own
    "": [page(SIGNED_IN, nothing)],
    "instances/": [page(SIGNED_IN, nothing)],
    "profile/": [page(SIGNED_IN, nothing), verb(SIGNED_IN, nothing, name="Mina Oh")],
    "agencies/new/": [page(SIGNED_IN, nothing), verb(SIGNED_IN, nothing, agency_name="Halden")],
    # an agency's
    "agencies/<slug:key>/members/": [page(VIEW, the_agency)],
    "agencies/<slug:key>/members/invite/": [verb(ADMINISTER, the_agency, email="a@b.example", role="viewer")],
    "agencies/<slug:key>/members/<int:pk>/role/": [verb(ADMINISTER, the_viewer, role="operator")],
    "agencies/<slug:key>/members/<int:pk>/remove/": [verb(ADMINISTER, the_admin)],
    "agencies/<slug:key>/instances/new/": [
        page(OPERATE, the_agency),
        verb(OPERATE, the_agency, name="One more", kind="sandbox", time_zone="UTC"),
    ],
    # the support desk
    "support/": [page(SUPPORT, nothing)],
    "support/<slug:key>/": [page(SUPPORT)],
    "support/<slug:key>/act/": [verb(SUPPORT, step="choose-org", verb="release", reason="a test")],
    # an instance's
    "instances/<slug:key>/": [page(VIEW)],
    "instances/<slug:key>/summary/": [page(VIEW)],
    "instances/<slug:key>/live/": [page(VIEW)],
    "instances/<slug:key>/people/": [page(VIEW)],
    "instances/<slug:key>/timeline/": [page(VIEW)],
    "instances/<slug:key>/settings/": [page(VIEW), verb(ADMINISTER, name="Another name")],
    "instances/<slug:key>/steps/<slug:slug>/": step_pages(),
    "steps/<int:pk>/start/": [verb(OPERATE, a_step)],
    "steps/<int:pk>/pause/": [verb(OPERATE, a_step)],
    "steps/<int:pk>/resume/": [verb(OPERATE, a_step)],
    "steps/<int:pk>/cancel/": [verb(OPERATE, a_step)],
    "steps/<int:pk>/fragment/": [page(VIEW, a_step)],
}
