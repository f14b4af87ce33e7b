"""The marketing fields made by an administrator's sign-in: the preview, the job, its end, and all that may go wrong."""

from __future__ import annotations

import datetime

import pytest
import requests
import time_machine
from django.utils import timezone

from apps.checklist import runner
from apps.checklist.states import State
from apps.connections import admin_grants, fields_making
from apps.connections.models import CheckResult, Connection, FieldsJob
from apps.salesforce import soap
from apps.timeline.models import Event
from tests.onboarding.journey import Journey
from tests.onboarding.salesforce_pages import Visitor
from tests.salesforce.trainer import Trainer

pytestmark = pytest.mark.django_db
MISSING = {"professional": 32, "enterprise": 26}


class Walk(Journey):
    """A connected instance, and an administrator of some org at hand."""

    def __init__(self, cast, trainer) -> None:
        super().__init__(cast, trainer.org)
        self.trainer = trainer
        self.cast = cast
        self.admin = trainer.org["admin_user"]

    def ready(self):
        self.prepare()
        self.store_app()
        self.come_back(self.at_salesforce().answer("approve"))
        self.work("verify-credentials")
        self.browser.post(self.url("confirm_org"))
        return self

    def admin_signs_in(self, user=None):
        visitor = Visitor()
        visitor.open(self.browser.post(self.url("admin_sign_in")).url)
        user = user or self.admin
        visitor.log_in(user["username"], user["password"])
        return self.come_back(visitor.answer("approve"))

    def preview(self, which=""):
        return self.browser.get(self.url("preview_fields"), {"which": which}).content.decode()

    def create(self, which="", count=None):
        data = {"which": which, "count": MISSING[self.kind] if count is None else count}
        return self.browser.post(self.url("create_fields"), data, follow=True)

    @property
    def kind(self):
        return "professional" if "Professional" in self.org["edition"] else "enterprise"

    def until_done(self):
        while runner.run(self.step("add-fields").pk) is not None:
            pass
        return self.step("add-fields")

    def job(self):
        return FieldsJob.objects.of(self.instance).first()

    def is_let_in(self, token):
        """Does the org still accept this session?"""
        url = f"{self.trainer.url}/services/data/v60.0/limits"
        return requests.get(url, headers={"Authorization": f"Bearer {token}"}, timeout=10).status_code == 200


@pytest.fixture(params=["enterprise", "professional"])
def walk(request, cast, practice_org):
    return Walk(cast, Trainer(practice_org.url, request.param)).ready()


@pytest.fixture
def enterprise(cast, practice_org):
    return Walk(cast, Trainer(practice_org.url)).ready()


def sentences(instance):
    return [event.sentence for event in Event.objects.of(instance)]


class TestTheWholeWay:
    def test_makes_what_the_preview_said_and_opens_it_to_the_sync_user(self, walk):
        before = Connection.objects.of(walk.instance).values().get()
        walk.admin_signs_in()
        page = walk.preview("all")
        token = walk.job().access_token

        walk.create("all")
        step = walk.until_done()

        assert f"{MISSING[walk.kind]} fields will be made in" in page
        assert ("Gangway_Marketing_Fields" in page) == (walk.kind == "enterprise")
        assert (step.state, step.outcome["data"]) == (State.DONE, {"count": MISSING[walk.kind]})
        walk.work("check-sync-user")
        results = CheckResult.objects.of(walk.instance).filter(code="marketing-fields")
        assert {result.data["there"] for result in results} == {16}
        assert not walk.is_let_in(token)
        assert walk.job().access_token == ""
        assert Connection.objects.of(walk.instance).values().get() == {**before, **_moved(walk)}
        assert walk.is_let_in(before["access_token"])

    def test_starts_the_checks_anew(self, enterprise):
        enterprise.work("check-sync-user")
        enterprise.admin_signs_in()

        enterprise.create("all")
        enterprise.until_done()

        assert enterprise.step("check-sync-user").state == State.QUEUED

    def test_says_on_the_timeline_who_had_it_done_by_whom(self, enterprise):
        enterprise.admin_signs_in()
        enterprise.create("all")
        enterprise.until_done()

        said = sentences(enterprise.instance)
        admin = enterprise.admin["username"]
        assert f"Operator had 26 marketing fields created in Salesforce by {admin}." in said
        assert "The administrator’s sign-in was ended at Salesforce." in said

    def test_touches_nothing_that_is_there(self, enterprise):
        for _time in range(2):
            enterprise.admin_signs_in()
            enterprise.create("all", count=None if enterprise.job().results == {} else 0)
            step = enterprise.until_done()

        assert step.outcome["data"] == {"count": 0}
        assert {result["state"] for result in enterprise.job().results.values()} == {"there"}


def _moved(walk):
    """What the calls themselves write down."""
    row = Connection.objects.of(walk.instance).values().get()
    return {name: row[name] for name in ("api_used", "api_max", "api_as_of")}


class TestThePreview:
    def test_makes_nothing_and_can_be_left(self, enterprise):
        enterprise.admin_signs_in()
        token = enterprise.job().access_token

        enterprise.preview("all")
        enterprise.browser.post(enterprise.url("end_admin_sign_in"))

        assert not enterprise.is_let_in(token)
        assert enterprise.step("add-fields").state == State.READY
        assert enterprise.preview("all") == ""

    def test_belongs_to_who_brought_the_administrator(self, enterprise):
        enterprise.admin_signs_in()
        other = enterprise.cast.browser("owner")

        assert other.get(enterprise.url("preview_fields")).status_code == 302
        other.post(enterprise.url("create_fields"), {"which": "all", "count": "26"})

        assert enterprise.step("add-fields").state == State.READY

    def test_is_shown_anew_when_the_org_has_changed_meanwhile(self, enterprise):
        enterprise.admin_signs_in()

        answer = enterprise.create("all", count=3)

        assert "The org has changed meanwhile" in answer.content.decode()
        assert enterprise.step("add-fields").state == State.READY

    def test_says_when_the_sign_in_has_ended_meanwhile(self, enterprise):
        enterprise.admin_signs_in()
        FieldsJob.objects.of(enterprise.instance).update(access_token="00Dgone!gone")

        answer = enterprise.browser.get(enterprise.url("preview_fields"), follow=True)

        assert "The administrator’s sign-in is over" in answer.content.decode()
        assert enterprise.job().access_token == ""

    def test_is_forgotten_after_an_hour(self, enterprise):
        enterprise.admin_signs_in()
        token = enterprise.job().access_token

        with time_machine.travel(timezone.now() + datetime.timedelta(hours=1, minutes=1), tick=False):
            admin_grants.forget_unused()

        assert enterprise.job().access_token == ""
        assert not enterprise.is_let_in(token)

    def test_is_not_offered_before_the_org_is_known(self, journey):
        ours = journey().prepare()

        answer = ours.browser.post(ours.url("admin_sign_in"), follow=True)

        assert "Sign in as an administrator" not in ours.page("add-fields")
        assert answer.redirect_chain[-1][0] == ours.url("step", "add-fields")


class TestTheSignIn:
    def test_of_another_orgs_administrator_is_refused_with_both_names(self, enterprise, practice_org):
        other = practice_org.org("Practice Professional")

        connection = Connection.objects.of(enterprise.instance)
        connection.update(consumer_key=other["app"]["consumer_key"], consumer_secret=other["app"]["consumer_secret"])
        answer = enterprise.admin_signs_in(other["admin_user"])

        page = answer.content.decode()
        assert f"belongs to Practice Professional, not to {enterprise.org['name']}" in page
        assert enterprise.job() is None

    def test_of_somebody_who_may_not_customize_is_refused(self, enterprise):
        answer = enterprise.admin_signs_in(enterprise.user)

        page = answer.content.decode()
        assert f"{enterprise.user['username']} may not create fields" in page
        assert enterprise.job() is None

    def test_that_is_denied_is_said(self, enterprise):
        visitor = Visitor()
        visitor.open(enterprise.browser.post(enterprise.url("admin_sign_in")).url)
        visitor.log_in(enterprise.admin["username"], enterprise.admin["password"])

        answer = enterprise.come_back(visitor.answer("deny"))

        assert "Salesforce sent the sign-in back without access" in answer.content.decode()

    def test_asks_for_no_refresh_token_and_for_a_password_each_time(self, enterprise):
        address = enterprise.browser.post(enterprise.url("admin_sign_in")).url

        assert "scope=api+id&" in address
        assert "prompt=login" in address


class TestTheJob:
    def test_goes_on_after_its_worker_was_killed(self, enterprise):
        """The org has a field of which the portal never heard that it was made."""
        enterprise.admin_signs_in()
        enterprise.create("all")
        runner.run(enterprise.step("add-fields").pk)
        job = enterprise.job()
        kept = dict(list(job.results.items())[:-1])
        FieldsJob.objects.of(enterprise.instance).update(results=kept)

        step = enterprise.until_done()

        assert step.state == State.DONE
        assert set(enterprise.job().results) == set(job.wanted)

    def test_stops_with_words_when_the_session_ends_half_way(self, enterprise):
        enterprise.admin_signs_in()
        enterprise.create("all")
        runner.run(enterprise.step("add-fields").pk)
        FieldsJob.objects.of(enterprise.instance).update(access_token="00Dgone!gone")

        step = enterprise.until_done()

        assert (step.state, step.problem["code"]) == (State.FAILED, "admin-gone")
        assert "What was made before stays" in enterprise.page("add-fields")
        assert enterprise.job().access_token == ""
        enterprise.admin_signs_in()
        page = enterprise.preview("all")
        assert "is there, stays" in page
        enterprise.create("all", count=page.count("will be created"))
        assert enterprise.until_done().state == State.DONE

    def test_leaves_a_field_of_another_type_and_says_so(self, enterprise):
        _make(
            enterprise, "Lead.mkto71_Inferred_City__c", {"label": "City", "type": "Number", "precision": 5, "scale": 0}
        )
        enterprise.admin_signs_in()

        page = enterprise.preview("all")
        enterprise.create("all", count=25)
        step = enterprise.until_done()

        assert "is there as Number(5, 0), stays" in page
        assert (step.state, step.problem["code"]) == (State.FAILED, "fields-refused")
        assert "Lead.mkto71_Inferred_City__c" in enterprise.page("add-fields")
        assert not enterprise.job().access_token

    def test_ends_the_grant_when_the_right_is_taken_away_meanwhile(self, enterprise):
        enterprise.admin_signs_in()
        enterprise.create("all")
        token = _session_without_the_right(enterprise)
        FieldsJob.objects.of(enterprise.instance).update(access_token=token)

        step = enterprise.until_done()

        assert (step.state, step.problem["code"]) == (State.FAILED, "no-administrator")
        assert not enterprise.is_let_in(token)

    def test_waits_for_times_turn_in_an_outage_and_keeps_the_grant(self, enterprise):
        enterprise.admin_signs_in()
        enterprise.create("all")
        enterprise.trainer.do("faults", kind="busy-503", pattern="POST /tooling", count=4)

        runner.run(enterprise.step("add-fields").pk)

        assert enterprise.step("add-fields").state == State.QUEUED
        assert enterprise.job().access_token

    def test_cannot_be_started_without_a_sign_in(self, enterprise):
        enterprise.create("all")

        assert enterprise.step("add-fields").state == State.READY
        with pytest.raises(fields_making.AdminGone):
            fields_making.go_on(enterprise.instance)


def _session_without_the_right(walk):
    user = walk.user
    secrets = (user["username"], user["password"], user["security_token"])
    return soap.login(walk.trainer.url, *secrets, practice_url=walk.trainer.url).access_token


def _make(walk, full_name, metadata):
    """By the administrator's own hands."""
    walk.admin_signs_in()
    job = walk.job()
    admin_grants.open_client(job).post("tooling/sobjects/CustomField", {"FullName": full_name, "Metadata": metadata})
    admin_grants.forget(walk.instance, by=None)
