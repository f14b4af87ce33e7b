"""The first two forms, the timeline and the settings of an instance."""

from __future__ import annotations

import pytest

from apps.accounts.models import User
from apps.onboarding import events
from apps.tenants.models import Agency, Instance
from apps.timeline import history
from apps.timeline.models import AgencyEvent, Event
from tests import makers


class TestFirstSignIn:
    def test_leads_in_two_forms_from_nothing_to_a_checklist(self, db):
        person = makers.person(name="")
        browser = makers.browser(person)

        first = browser.post("/agencies/new/", {"agency_name": "Halden & Partners", "person_name": "Mina Oh"})
        form = {"name": "Halden Instruments", "kind": "sandbox", "time_zone": "Europe/Berlin"}
        second = browser.post(first.url, form)

        made = Instance.objects.get()
        assert second.url == f"/instances/{made.key}/"
        assert (made.name, made.kind, made.agency.name) == ("Halden Instruments", "sandbox", "Halden & Partners")
        assert made.steps.count() == browser.get(second.url).context["rows"].__len__()
        assert person.memberships.get().role == "owner"
        person = User.objects.get(pk=person.pk)
        assert (person.name, person.time_zone) == ("Mina Oh", "Europe/Berlin")

    def test_writes_both_on_their_timelines(self, db):
        person = makers.person()
        browser = makers.browser(person)
        first = browser.post("/agencies/new/", {"agency_name": "Halden"})
        browser.post(first.url, {"name": "One", "kind": "production", "time_zone": "UTC"})

        assert AgencyEvent.objects.get().kind == "members.founded"
        assert Event.objects.of(Instance.objects.get()).filter(kind="instance.made", actor=person).exists()

    def test_says_what_is_missing(self, cast):
        url = f"/agencies/{cast.agency.key}/instances/new/"

        empty = cast.browser("operator").post(url, {})
        twice = cast.browser("operator").post(url, {"name": cast.instance.name, "kind": "sandbox", "time_zone": "UTC"})

        assert empty.status_code == twice.status_code == 422
        assert "of this name already" in twice.content.decode()

    def test_makes_no_agency_of_blanks(self, db):
        answer = makers.browser(makers.person()).post("/agencies/new/", {"agency_name": "   "})

        assert answer.status_code == 422
        assert not Agency.objects.exists()


class TestTimelinePage:
    def page(self, cast, query=""):
        return cast.browser("viewer").get(f"/instances/{cast.instance.key}/timeline/{query}").content.decode()

    @pytest.fixture(autouse=True)
    def _happened(self, cast):
        history.record(cast.instance, events.INSTANCE_MADE, actor=cast.owner, name="First thing")
        history.record(cast.instance, events.INSTANCE_RENAMED, before="Later", name="thing")

    def test_shows_what_happened(self, cast):
        assert "Owner made the instance First thing." in self.page(cast)

    @pytest.mark.parametrize(("who", "first", "second"), [("people", True, False), ("gangway", False, True)])
    def test_filters_by_who_did_it(self, cast, who, first, second):
        page = self.page(cast, f"?who={who}")

        assert ("First thing" in page, "Later to" in page) == (first, second)

    def test_filters_by_what_it_is_about(self, cast):
        assert "First thing" in self.page(cast, "?about=instance")
        assert "First thing" not in self.page(cast, "?about=sync")

    def test_has_pages(self, cast):
        for number in range(60):
            history.record(cast.instance, events.INSTANCE_MADE, name=f"Number {number}")

        assert "Number 59." in self.page(cast)
        assert "First thing" in self.page(cast, "?page=2")


class TestSettingsPage:
    def url(self, cast):
        return f"/instances/{cast.instance.key}/settings/"

    def test_renames_and_records_it(self, cast):
        cast.browser("admin").post(self.url(cast), {"name": "Halden Group"})

        assert Instance.objects.get(pk=cast.instance.pk).name == "Halden Group"
        assert Event.objects.of(cast.instance).first().sentence == (
            "Admin renamed the instance Halden Instruments to Halden Group."
        )

    def test_is_only_looked_at_by_an_operator(self, cast):
        page = cast.browser("operator").get(self.url(cast)).content.decode()
        answer = cast.browser("operator").post(self.url(cast), {"name": "Mine"})

        assert "Admins and owners of the agency can change it." in page
        assert answer.status_code == 403

    def test_refuses_a_name_that_another_instance_has(self, cast):
        makers.instance(agency=cast.agency, name="Taken")

        assert cast.browser("owner").post(self.url(cast), {"name": "Taken"}).status_code == 422

    def test_lists_who_has_access(self, cast):
        page = cast.browser("viewer").get(self.url(cast)).content.decode()

        assert "operator@halden.example" in page
        assert "stranger@else.example" not in page
