"""Every address of the portal with the answer that each of the cast gets; a new address needs its row here."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from apps.accounts.models import Membership
from apps.checklist import registry
from apps.checklist.models import Step
from apps.connections.checks.table import BY_CODE
from apps.connections.models import CheckResult, Connection
from apps.mapping import events, ledger, versions
from apps.mapping.ledger import Ledger
from apps.mapping.models import Mapping
from apps.mapping.plan import Plan
from apps.marketing import database, schema
from apps.marketing.models import Field
from apps.onboarding import onward
from apps.sync.models import Backfill
from apps.timeline import history
from tests import makers
from tests.architecture.answers import (
    ADMINISTER,
    CAME_BACK,
    GUEST,
    NOTHING,
    OPEN,
    OPERATE,
    OPERATE_NOTHING,
    RECORDS,
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


def an_object(cast: Cast) -> dict[str, Any]:
    return {**the_instance(cast), "object_name": "Contact"}


def a_person(cast: Cast) -> dict[str, Any]:
    with database.connect(cast.instance) as connection:
        schema.ensure(connection, cast.instance)
        connection.execute("INSERT INTO person_lead (sfdc_id, name) VALUES ('00Q000000000001AAA', 'Lena Ray')")
    return {**the_instance(cast), "sfdc_id": "00Q000000000001AAA"}


def a_field(cast: Cast) -> dict[str, Any]:
    values = {"kind": "person", "name": "region", "label": "Region", "type": "text", "receipt": 1}
    return {**the_instance(cast), "pk": Field.objects.create(instance=cast.instance, **values).pk}


def a_mapping(cast: Cast) -> dict[str, Any]:
    values = {"kind": "person", "name": "region", "label": "Region", "type": "text", "receipt": 1}
    field = Field.objects.create(instance=cast.instance, **values)
    made = Mapping.objects.create(instance=cast.instance, object="Lead", source="Region__c", field=field)
    return {**the_instance(cast), "pk": made.pk}


def a_refused_backfill(cast: Cast) -> dict[str, Any]:
    asked = {
        "object": "Lead",
        "sources": ["Region__c"],
        "problem": {"code": "query-refused", "turn": "us"},
        "ended_at": timezone.now(),
    }
    return {**the_instance(cast), "pk": Backfill.objects.create(instance=cast.instance, **asked).pk}


def a_version(cast: Cast) -> dict[str, Any]:
    event = history.record(cast.instance, events.FINISHED)
    versions.keep(cast.instance, event)
    return {**the_instance(cast), "number": 1}


def a_receipt(cast: Cast) -> dict[str, Any]:
    signed = ledger.sign(cast.instance, Ledger((), Plan()), 0, Plan().hash, cast.operator, statement="For good.")
    ledger.fulfil(cast.instance)
    return {**the_instance(cast), "pk": signed.pk}


def a_check(cast: Cast) -> dict[str, Any]:
    return {**the_instance(cast), "code": next(iter(BY_CODE))}


def a_guest_link(cast: Cast) -> dict[str, Any]:
    return {**the_instance(cast), "pk": cast.guest.pk}


def a_guest_step(cast: Cast) -> dict[str, Any]:
    return {**the_instance(cast), "slug": "add-fields"}


def a_half_connected_org(cast: Cast) -> dict[str, Any]:
    """Step 4 is open, and nobody has signed in."""
    makers.connection(instance=cast.instance)
    Step.objects.of(cast.instance).filter(slug="connect").update(state="ready")
    return the_instance(cast)


def a_missing_right(cast: Cast) -> dict[str, Any]:
    Connection.objects.create(instance=cast.instance, environment="production", expected_edition="enterprise")
    data = {"object": "Lead", "missing": ["create"]}
    CheckResult.objects.create(
        instance=cast.instance,
        code="object-rights",
        subject="Lead",
        verdict="fail",
        seen={"message": "", "data": data},
        checked_at=timezone.now(),
    )
    return the_instance(cast)


def a_guide(cast: Cast) -> dict[str, Any]:
    return {**the_instance(cast), "slug": onward.INSTALL.slug}


def a_line(cast: Cast) -> dict[str, Any]:
    return {**a_guide(cast), "line": onward.INSTALL.lines[0].slug}


def step_pages() -> list[Row]:
    """The page of each step, and its form sent empty."""
    slugs = [definition.slug for definition in registry.definitions()]
    parts = [lambda cast, slug=slug: {**the_instance(cast), "slug": slug} for slug in slugs]
    return [row for each in parts for row in (page(VIEW, each), verb(OPERATE, each))]


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
    "instances/<slug:key>/people/": [page(RECORDS)],
    "instances/<slug:key>/people/new/": [page(OPERATE), verb(OPERATE)],
    "instances/<slug:key>/people/import/": [page(OPERATE), verb(OPERATE)],
    "instances/<slug:key>/people/<slug:sfdc_id>/edit/": [page(OPERATE, a_person), verb(OPERATE, a_person)],
    "instances/<slug:key>/people/<slug:sfdc_id>/salesforce/": [page(OPERATE_NOTHING, a_person)],
    "instances/<slug:key>/settings/directions/": [page(VIEW), verb(ADMINISTER)],
    "instances/<slug:key>/people/<slug:sfdc_id>/": [page(RECORDS, a_person)],
    "instances/<slug:key>/timeline/": [page(VIEW)],
    "instances/<slug:key>/disconnect/": [page(ADMINISTER), verb(ADMINISTER)],
    "instances/<slug:key>/sync/missing/": [page(VIEW)],
    "instances/<slug:key>/sync/missing/<slug:object_name>/mark/": [verb(OPERATE, an_object)],
    "instances/<slug:key>/sync/missing/<slug:object_name>/leave/": [verb(OPERATE, an_object)],
    "instances/<slug:key>/settings/pace/": [page(VIEW), verb(ADMINISTER, pause_minutes=10, reserve_percent=5)],
    "instances/<slug:key>/settings/": [page(VIEW), verb(ADMINISTER, name="Another name")],
    "instances/<slug:key>/headline/": [page(VIEW)],
    "instances/<slug:key>/sync/": [page(VIEW)],
    "instances/<slug:key>/sync/status/": [page(VIEW)],
    "instances/<slug:key>/sync/cycles/": [page(VIEW)],
    "instances/<slug:key>/sync/cycles.csv": [page(VIEW)],
    "instances/<slug:key>/sync/row-errors/": [page(RECORDS)],
    "instances/<slug:key>/sync/row-errors.csv": [page(RECORDS)],
    "instances/<slug:key>/sync/row-errors/read-again/": [verb(OPERATE)],
    "instances/<slug:key>/sync/row-errors/theirs/": [verb(OPERATE)],
    "instances/<slug:key>/sync/why/": [page(RECORDS), verb(RECORDS, question="lena@halden.example")],
    "instances/<slug:key>/mapping/schema/": [page(OPERATE), verb(OPERATE, seen="x")],
    "instances/<slug:key>/mapping/fields/": [page(VIEW)],
    "instances/<slug:key>/mapping/fields/add/": [verb(OPERATE, typed="1", list_hash="x", add="1")],
    "instances/<slug:key>/mapping/fields/<int:pk>/rest/": [verb(OPERATE, a_mapping)],
    "instances/<slug:key>/mapping/fields/<int:pk>/wake/": [verb(OPERATE, a_mapping)],
    "instances/<slug:key>/mapping/fields/values/<int:pk>/again/": [verb(OPERATE, a_refused_backfill)],
    "instances/<slug:key>/mapping/fields/<int:pk>/kept.csv": [page(RECORDS, a_mapping)],
    "instances/<slug:key>/mapping/fields/<int:pk>/own/": [page(OPERATE, a_mapping), verb(OPERATE, a_mapping)],
    "instances/<slug:key>/mapping/fields/<int:pk>/move/": [page(OPERATE, a_mapping), verb(OPERATE, a_mapping)],
    "instances/<slug:key>/sync/enable/": [verb(OPERATE)],
    "instances/<slug:key>/sync/disable/": [verb(OPERATE)],
    "instances/<slug:key>/sync/now/": [verb(OPERATE)],
    "instances/<slug:key>/onward/<slug:slug>/": [page(VIEW, a_guide)],
    "instances/<slug:key>/onward/<slug:slug>/<slug:line>/": [verb(OPERATE, a_line)],
    # its guests, and what guests see
    "instances/<slug:key>/guests/new/": [
        page(OPERATE),
        verb(OPERATE, name="Priya", steps=["connect"], language="ko", lasts="3600"),
    ],
    "instances/<slug:key>/guests/<int:pk>/revoke/": [verb(OPERATE, a_guest_link)],
    "g/": [page(NOTHING, nothing)],
    "guest/<slug:key>/": [page(GUEST)],
    "guest/<slug:key>/tick/<slug:slug>/": [verb(GUEST, a_guest_step)],
    "guest/<slug:key>/check/<slug:code>/": [verb(GUEST, a_check)],
    "guest/<slug:key>/stuck/": [verb(GUEST, note="I see no Setup")],
    "guest/<slug:key>/language/": [verb(GUEST, language="ko")],
    "guest/<slug:key>/app/": [verb(GUEST, a_half_connected_org, consumer_key="3MVG9", consumer_secret="hush")],
    "guest/<slug:key>/sign-in/": [verb(GUEST, a_half_connected_org)],
    "guest/<slug:key>/fields/": [page(GUEST)],
    "guest/<slug:key>/fields/sign-in/": [verb(GUEST, a_half_connected_org)],
    "guest/<slug:key>/fields/create/": [verb(GUEST)],
    "guest/<slug:key>/fields/end/": [verb(GUEST)],
    "guest/<slug:key>/password/": [verb(GUEST, a_half_connected_org)],
    # its steps
    "instances/<slug:key>/steps/<slug:slug>/": step_pages(),
    "steps/<int:pk>/start/": [verb(OPERATE, a_step)],
    "steps/<int:pk>/pause/": [verb(OPERATE, a_step)],
    "steps/<int:pk>/resume/": [verb(OPERATE, a_step)],
    "steps/<int:pk>/cancel/": [verb(OPERATE, a_step)],
    "steps/<int:pk>/fragment/": [page(VIEW, a_step)],
    "connections/callback/": [page(CAME_BACK, nothing)],
    "instances/<slug:key>/steps/add-fields/sign-in/": [verb(OPERATE)],
    "instances/<slug:key>/steps/add-fields/preview/": [page(OPERATE)],
    "instances/<slug:key>/steps/add-fields/create/": [verb(OPERATE)],
    "instances/<slug:key>/steps/add-fields/end/": [verb(OPERATE)],
    "instances/<slug:key>/steps/connect/app/": [verb(OPERATE, consumer_key="3MVG9", consumer_secret="hush")],
    "instances/<slug:key>/steps/connect/sign-in/": [verb(OPERATE)],
    "instances/<slug:key>/steps/connect/client-credentials/": [verb(OPERATE)],
    "instances/<slug:key>/steps/connect/password/": [verb(OPERATE)],
    "instances/<slug:key>/steps/verify-credentials/confirm/": [verb(OPERATE)],
    "instances/<slug:key>/steps/verify-credentials/sign-out/": [verb(OPERATE)],
    "instances/<slug:key>/steps/check-sync-user/permission-set.zip": [page(VIEW, a_missing_right)],
    "instances/<slug:key>/steps/check-sync-user/permission-set.xml": [page(VIEW, a_missing_right)],
    "instances/<slug:key>/steps/check-sync-user/<slug:code>/": [verb(OPERATE, a_check)],
    "instances/<slug:key>/steps/choose-fields/leave-out/": [verb(OPERATE, object="Lead", percent="5")],
    "instances/<slug:key>/steps/choose-fields/filter/": [page(OPERATE), verb(OPERATE, object="Lead", then="remove")],
    "instances/<slug:key>/steps/choose-fields/matching/": [verb(OPERATE, object="Lead", then="take")],
    "instances/<slug:key>/steps/choose-fields/start-from/": [verb(OPERATE, preset="all")],
    "instances/<slug:key>/steps/sync-fields/receipts/<int:pk>/": [page(VIEW, a_receipt)],
    "instances/<slug:key>/steps/sync-fields/receipts/<int:pk>.json": [page(VIEW, a_receipt)],
    "instances/<slug:key>/steps/review-mappings/<int:pk>/break/": [verb(OPERATE, a_field, typed="1")],
    "instances/<slug:key>/steps/review-mappings/pair/": [verb(OPERATE_NOTHING, lead="1", contact="2")],
    "instances/<slug:key>/steps/review-mappings/finish/": [verb(OPERATE)],
    "instances/<slug:key>/steps/review-mappings/approve/": [verb(OPERATE)],
    "instances/<slug:key>/steps/review-mappings/send-back/": [verb(OPERATE, comment="No")],
    "instances/<slug:key>/settings/second-person/": [verb(ADMINISTER, is_wanted="on")],
    "instances/<slug:key>/steps/review-mappings/apart/": [verb(OPERATE_NOTHING, lead="1", contact="2")],
    "instances/<slug:key>/steps/review-mappings/versions/": [page(VIEW)],
    "instances/<slug:key>/steps/review-mappings/versions/<int:number>/": [page(OPERATE, a_version)],
    "instances/<slug:key>/steps/review-mappings/mapping.yaml": [page(VIEW)],
    "instances/<slug:key>/steps/review-mappings/import/": [page(OPERATE), verb(OPERATE, text="nothing")],
    "instances/<slug:key>/steps/preview-duplicates/accept/": [verb(OPERATE)],
    "instances/<slug:key>/steps/preview-duplicates/compare/": [verb(OPERATE)],
    "instances/<slug:key>/steps/preview-duplicates/discard/": [verb(OPERATE)],
    "instances/<slug:key>/steps/preview-duplicates/duplicates.csv": [page(RECORDS)],
    "instances/<slug:key>/steps/start-sync/start/": [verb(OPERATE)],
    "instances/<slug:key>/steps/start-sync/estimate/": [verb(OPERATE)],
    "instances/<slug:key>/steps/initial-sync/voyage/": [page(VIEW)],
}
