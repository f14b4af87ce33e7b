"""An instance whose org has very many fields, and a person who is signed in."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.test import Client
from django.utils import timezone

from apps.accounts.models import Membership, User
from apps.checklist.models import Step
from apps.mapping import ledger
from apps.mapping.models import CatalogueField, CatalogueObject
from apps.onboarding import instances
from apps.tenants.models import Agency, Instance

# of a table's 1,600 columns a person takes as many as it may: most Lead and Contact fields are namesakes
SHARED, ALONE = 0.33, 0.08
TYPES = ("string", "picklist", "double", "boolean", "date", "datetime")
REVIEWED = ("choose-fields", "sync-fields", "review-mappings")


def make(fields: int) -> tuple[Instance, User]:
    """Steps 8 to 10 are open; as many fields as asked, over the four objects with a choice, all of them chosen."""
    user = User.objects.create_user("bench@example.com", name="Bench")
    agency = Agency.objects.create(name="Bench", key="bench")
    Membership.objects.create(agency=agency, user=user, role="owner")
    instance = instances.make(agency, name="Bench", kind="production", by=user)
    described = {
        name: CatalogueObject.objects.create(instance=instance, name=name, label=name)
        for name in ("Lead", "Contact", "Account", "Opportunity")
    }
    CatalogueField.objects.bulk_create(_field(described[name], place, stem) for name, place, stem in _spread(fields))
    Step.objects.of(instance).update(state="done")
    Step.objects.of(instance).filter(slug__in=REVIEWED).update(state="ready")
    return instance, user


def create(instance: Instance, user: User) -> None:
    """Step 9."""
    drafted = ledger.preview(instance)
    ledger.accept(instance, drafted.count, drafted.hash, user)


def cookie(user: User) -> dict[str, str]:
    """As a browser has it after signing in."""
    browser = Client()
    browser.force_login(user)
    return {settings.SESSION_COOKIE_NAME: browser.cookies[settings.SESSION_COOKIE_NAME].value}


def _spread(fields: int) -> Iterator[tuple[str, int, str]]:
    shared, alone = int(fields * SHARED), int(fields * ALONE)
    for place in range(shared):
        yield "Lead", place, "Shared"
        yield "Contact", place, "Shared"
    for place in range(alone):
        yield "Lead", shared + place, "Lead_only"
        yield "Contact", shared + place, "Contact_only"
    for place in range(fields - 2 * (shared + alone)):
        yield ("Account", "Opportunity")[place % 2], place, "Company"


def _field(described: CatalogueObject, place: int, stem: str) -> CatalogueField:
    return CatalogueField(
        instance_id=described.instance_id,
        object=described,
        name=f"{stem}_{place}__c",
        label=f"{stem.replace('_', ' ')} {place}",
        position=place,
        type=TYPES[place % len(TYPES)],
        length=80,
        precision=16,
        scale=2,
        value_count=7,
        is_custom=True,
        is_chosen=True,
        is_personal=place % 9 == 0,
        measure=CatalogueField.Measure.COUNT,
        filled_count=place,
        filled_share=place % 100 / 100,
        measured_at=timezone.now(),
    )
