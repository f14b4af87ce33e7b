"""Fields of a running sync, as people change them: further ones, another one for a column, one that rests."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.connections import clients
from apps.connections.models import Connection
from apps.mapping import catalogue, ledger, lock
from apps.mapping.models import CatalogueField, Mapping
from apps.salesforce import soap
from apps.sync import cycles, switches
from apps.sync.models import Backfill
from tests.sync.conftest import to_the_end
from tests.sync.test_backfill import until_ended

LATE = "Linkedin_Profile__c"


class Desk:
    """An operator before the fields of an instance whose initial sync is through."""

    def __init__(self, cast):
        self.instance = cast.instance
        self.browser = cast.browser("operator")

    def url(self, name, *more):
        return reverse(f"onboarding:{name}", args=[self.instance.key, *more])

    def get(self, name="field_changes", *more, **asked):
        return self.browser.get(self.url(name, *more), asked).content.decode()

    def post(self, name, *more, **said):
        return self.browser.post(self.url(name, *more), said, follow=True).content.decode()

    def number(self, source):
        return CatalogueField.objects.of(self.instance).get(object__name="Lead", name=source).pk

    def mapping(self, source):
        return Mapping.objects.of(self.instance).select_related("field").get(object="Lead", source=source)

    def add(self, source):
        page = self.get(add=self.number(source))
        listed = re.search(r'name="list_hash" value="(\w+)"', page)[1]
        return self.post("add_late_fields", add=self.number(source), list_hash=listed, typed="1", backfill="on")


@pytest.fixture
def unsynced(cast, placement, practice_org):
    user, url = practice_org.org()["sync_user"], practice_org.url
    session = soap.login(url, user["username"], user["password"], user["security_token"], practice_url=url)
    Connection.objects.create(
        instance=cast.instance,
        environment="practice",
        expected_edition="enterprise",
        login_url=url,
        method="password",
        username=user["username"],
        password=user["password"],
        security_token=user["security_token"],
        access_token=session.access_token,
        instance_url=session.instance_url,
    )
    catalogue.describe(cast.instance, clients.open(cast.instance))
    shown = ledger.preview(cast.instance)
    ledger.accept(cast.instance, shown.count, shown.hash, None)
    lock.lock(cast.instance)
    return Desk(cast)


@pytest.fixture
def desk(unsynced):
    to_the_end(unsynced.instance)
    cycles.run(unsynced.instance, hurry=True)
    return unsynced


class TestFieldsOfARunningSync:
    def test_are_added_by_a_ledger_of_their_own_and_brought(self, desk):
        page = desk.get(add=desk.number(LATE))
        assert "Create this 1 field for good?" in page
        assert "linkedin_profile" in page

        page = desk.add(LATE)

        assert "1 field was created. Receipt" in page
        assert Backfill.objects.of(desk.instance).get().sources == [LATE]
        assert desk.mapping(LATE).field.name == "linkedin_profile"

    def test_are_not_added_by_a_wrong_number(self, desk):
        page = desk.post("add_late_fields", add=desk.number(LATE), list_hash="x" * 64, typed="2")

        assert "Create this 1 field for good?" in page
        assert not Mapping.objects.of(desk.instance).filter(source=LATE).exists()

    def test_are_not_said_to_be_complete_where_a_search_finds_none(self, desk):
        page = desk.get(q="zzzz")

        assert "Every field is here" not in page
        assert page.count("No field matches") == 2

    def test_rest_and_are_read_again(self, desk):
        desk.add(LATE)
        pk = desk.mapping(LATE).pk

        rested, woken = desk.post("rest_field", pk), desk.post("wake_field", pk)

        assert "read no longer" in rested
        assert "read again, and what changed meanwhile" in woken
        assert Backfill.objects.of(desk.instance).count() == 2

    def test_have_a_version_for_each_change(self, desk):
        desk.add(LATE)
        pk = desk.mapping(LATE).pk
        desk.post("rest_field", pk)
        desk.post("wake_field", pk)
        desk.post("move_field", pk, source="Preferred_Language__c", typed="linkedin_profile")

        page = desk.get("mapping_versions")

        assert "1 fields were created" in page
        assert f"had Lead › {LATE} read no longer" in page
        assert f"had Lead › {LATE} read again" in page
        assert "let Lead › Preferred_Language__c feed" in page

    def test_do_not_change_before_the_initial_sync_is_through(self, unsynced):
        pk = Mapping.objects.of(unsynced.instance).filter(object="Lead").first().pk

        pages = [unsynced.post("rest_field", pk), unsynced.post("wake_field", pk), unsynced.get("move_field", pk)]

        assert all("once the initial sync is through" in page for page in pages[:2])
        assert not Mapping.objects.of(unsynced.instance).filter(is_hidden=True).exists()
        assert "Fields change here once" in unsynced.get()


class TestAnotherFieldForAColumn:
    def test_is_shown_with_real_values_first(self, desk):
        desk.add(LATE)

        page = desk.get("move_field", desk.mapping(LATE).pk, source="Preferred_Language__c")

        assert "All values fit" in page
        assert "feeds “linkedin_profile” instead of" in page
        assert desk.mapping(LATE).is_hidden is False

    def test_says_which_values_would_not_fit(self, desk):
        desk.add("Engagement_Score__c")

        page = desk.get("move_field", desk.mapping("Engagement_Score__c").pk, source="Preferred_Language__c")

        assert "values do not fit" in page

    def test_wants_the_column_s_name(self, desk):
        desk.add(LATE)
        pk = desk.mapping(LATE).pk

        page = desk.post("move_field", pk, source="Preferred_Language__c", typed="something")
        assert "Type the name of the column as it is." in page
        page = desk.post("move_field", pk, source="Preferred_Language__c", typed="linkedin_profile", backfill="on")

        assert "old values were kept" in page
        assert desk.mapping("Preferred_Language__c").field.name == "linkedin_profile"
        assert desk.mapping(LATE).is_hidden

    def test_exists(self, desk):
        desk.add(LATE)

        page = desk.get("move_field", desk.mapping(LATE).pk, source="Nothing__c")

        assert "has no such field that the sync user sees" in page


class TestExistingValues:
    def test_are_followed_without_loading_the_page_again(self, desk):
        desk.add(LATE)

        page = desk.get()

        assert 'hx-trigger="sse:backfills, every 5s"' in page
        assert f'sse-connect="/instances/{desk.instance.key}/live/"' in page

    def test_are_read_out_once_they_are_here(self, desk):
        desk.add(LATE)
        until_ended(desk.instance)

        page = desk.get()

        assert f'data-say="The existing values of Lead are here: {LATE}."' in page
        assert 'hx-trigger="sse:backfills"' in page

    def test_wait_where_the_sync_is_disabled(self, desk):
        desk.add(LATE)
        switches.disable(desk.instance, by=None)

        assert "Enable it in Sync status" in desk.get()

    def test_are_asked_for_again_after_a_refusal_and_only_once(self, desk):
        refused = {"problem": {"code": "query-refused", "turn": "customer"}, "ended_at": timezone.now()}
        row = Backfill.objects.create(instance=desk.instance, object="Lead", sources=[LATE], **refused)

        first, second = desk.post("bring_again", row.pk), desk.post("bring_again", row.pk)

        assert "Asked again." in first
        assert "Asked again." in second
        assert Backfill.objects.of(desk.instance).filter(ended_at=None).count() == 1


class TestAHostileAddress:
    @pytest.mark.parametrize("number", ["²", "9" * 30, "9" * 5000, "x", "-1"])
    def test_is_answered_like_any_other(self, desk, number):
        assert "What feeds which column" in desk.get(add=number)
        assert desk.browser.get(desk.url("step", "review-mappings"), {"break": number}).status_code in {200, 404}
