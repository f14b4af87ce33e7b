"""What a guest can do in steps 2, 3, 4 and 6, and what no guest can."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts import guests
from apps.accounts.models import GuestLink
from apps.checklist import actions, runner
from apps.checklist.states import State
from apps.connections.models import Connection, FieldsJob
from apps.timeline import history
from apps.timeline.models import Event
from tests import makers
from tests.onboarding.salesforce_pages import Visitor

pytestmark = pytest.mark.django_db


class Guest:
    """Priya, with a link to a walk's instance."""

    def __init__(self, cast, walk) -> None:
        self.walk = walk
        self.link = cast.guest
        self.browser = makers.guest_browser(cast.guest)

    def url(self, name, *more):
        return reverse(f"onboarding:{name}", args=[self.walk.instance.key, *more])

    def page(self, **query):
        return self.browser.get(self.url("guest"), query).content.decode()

    def post(self, name, *more, **data):
        return self.browser.post(self.url(name, *more), data)

    def at_salesforce(self):
        visitor = Visitor()
        visitor.open(self.post("guest_sign_in").url)
        visitor.log_in(self.walk.user["username"], self.walk.user["password"])
        return visitor

    def come_back(self, address):
        """The test client knows a cookie by its name alone, so the one that ends here takes the other along."""
        parts = urlsplit(address)
        answer = self.browser.get(f"{parts.path}?{parts.query}")
        self.browser = makers.guest_browser(self.link)
        return answer

    def connect(self):
        return self.come_back(self.at_salesforce().answer("approve"))


@pytest.fixture
def guest(cast, journey):
    return Guest(cast, journey())


@pytest.fixture
def at_step_four(guest):
    guest.walk.prepare()
    guest.post("guest_app", **{name: guest.walk.app[name] for name in ("consumer_key", "consumer_secret")})
    return guest


def sentences(instance):
    return [event.sentence for event in Event.objects.of(instance)]


class TestThePage:
    def test_has_the_guests_steps_and_no_way_into_the_portal(self, guest):
        guest.walk.prepare()

        page = guest.page()

        assert "Add the marketing fields" in page
        assert "mkto71_Lead_Score" in page
        assert "Discover fields" not in page
        for address in ('href="/"', "/instances/", "/accounts/", "/people/"):
            assert address not in page

    def test_says_what_a_closed_step_waits_for(self, guest):
        assert "Opens when Operator has chosen the org." in guest.page()

    def test_is_opened_by_the_guest_and_not_by_the_sender_who_tries_it(self, guest):
        links = GuestLink.objects.of(guest.walk.instance)
        sender = makers.guest_browser(guest.link)
        sender.force_login(guest.link.by)

        sender.get(guest.url("guest"))
        tried = links.get().opened_at
        guest.page()

        assert tried is None
        assert links.get().opened_at is not None

    def test_keeps_a_call_for_help_in_sight_that_was_too_long(self, guest):
        answer = guest.post("guest_stuck", note="x" * 1001)

        assert answer.status_code == 422
        assert '<details class="gw-card gw-task" open>' in answer.content.decode()

    def test_speaks_the_guests_language_whatever_the_browser_asks_for(self, guest):
        guest.post("guest_speak", language="ko")

        assert '<html lang="ko"' in guest.page()
        assert GuestLink.objects.of(guest.walk.instance).get().language == "ko"

    def test_shows_only_the_steps_of_the_link(self, guest):
        GuestLink.objects.of(guest.walk.instance).update(steps=["create-sync-user"])
        guest.walk.prepare()

        page = guest.page()

        assert "mkto71_Lead_Score" not in page
        assert guest.post("guest_tick", "add-fields").status_code == 404
        assert guest.post("guest_app", consumer_key="3MVG9", consumer_secret="hush").status_code == 404
        assert guest.post("guest_check", "api-access").status_code == 404

    def test_refuses_a_form_that_another_site_sends(self, guest):
        browser = Client(enforce_csrf_checks=True)
        browser.cookies = guest.browser.cookies

        assert browser.post(guest.url("guest_tick", "add-fields")).status_code == 403


class TestAWord:
    def test_is_kept_unverified_in_the_guests_name(self, guest):
        guest.walk.browser.post(
            guest.walk.url("step", "choose-org"), {"environment": "practice", "expected_edition": "enterprise"}
        )

        guest.post("guest_tick", "create-sync-user")

        step = guest.walk.step("create-sync-user")
        assert (step.state, step.verified_at) == (State.DONE, None)
        assert any(said.startswith("Priya Raman (guest) finished “") for said in sentences(guest.walk.instance))
        assert history.is_whole(guest.walk.instance)

    def test_takes_nothing_back_that_is_proved(self, guest):
        guest.walk.prepare()
        actions.finish(guest.walk.step("create-sync-user"), by=None, message="Seen.", verified=True)

        guest.post("guest_tick", "create-sync-user")

        assert guest.walk.step("create-sync-user").verified_at is not None

    def test_changes_nothing_in_a_step_that_is_closed(self, guest):
        guest.post("guest_tick", "add-fields")

        assert guest.walk.step("add-fields").state == State.LOCKED

    def test_cannot_settle_what_only_salesforce_can_say(self, guest):
        guest.walk.prepare()

        assert guest.post("guest_tick", "connect").status_code == 404
        assert guest.post("guest_tick", "check-sync-user").status_code == 404


class TestConnecting:
    def test_by_oauth_leads_back_to_the_guests_page(self, at_step_four):
        answer = at_step_four.connect()

        assert answer.url.startswith(at_step_four.url("guest"))
        assert at_step_four.walk.step("connect").state == State.DONE
        assert at_step_four.walk.step("verify-credentials").state == State.QUEUED
        assert "confirms that it is the right org" in at_step_four.page(task="connect")
        assert "Priya Raman (guest) signed in at Salesforce" in "".join(sentences(at_step_four.walk.instance))

    def test_leaves_the_pass_at_salesforces_way_back_no_longer_than_needed(self, at_step_four):
        begun = at_step_four.post("guest_sign_in")
        assert begun.cookies["guest"]["path"] == "/connections/callback/"

        back = at_step_four.connect()

        assert (back.cookies["guest"]["path"], back.cookies["guest"].value) == ("/connections/callback/", "")

    def test_shows_a_denial_in_words(self, at_step_four):
        at_step_four.come_back(at_step_four.at_salesforce().answer("deny"))

        assert "The access was not allowed at Salesforce" in at_step_four.page()
        assert at_step_four.walk.step("connect").state == State.READY

    def test_ends_nowhere_when_the_link_was_revoked_meanwhile(self, at_step_four, cast):
        visitor = at_step_four.at_salesforce()
        guests.revoke(at_step_four.link, by=cast.operator)

        at_step_four.come_back(visitor.answer("approve"))

        assert not Connection.objects.of(at_step_four.walk.instance).get().access_token

    def test_is_nobody_elses_way_back(self, at_step_four, cast):
        parts = urlsplit(at_step_four.at_salesforce().answer("approve"))

        for who in ("other_guest", "operator"):
            cast.browser(who).get(f"{parts.path}?{parts.query}")

        assert not Connection.objects.of(at_step_four.walk.instance).get().access_token

    def test_by_password_is_one_attempt_and_sends_nothing_back(self, at_step_four):
        user = at_step_four.walk.user
        right = {name: user[name] for name in ("username", "password", "security_token")}

        answer = at_step_four.post("guest_password", **{**right, "password": "wrong"})

        assert answer.status_code == 422
        assert 'value="wrong"' not in answer.content.decode()
        at_step_four.post("guest_password", **right)
        assert at_step_four.walk.step("connect").state == State.DONE

    def test_is_slowed_down_before_salesforce_locks_the_user(self, at_step_four):
        statuses = [at_step_four.post("guest_sign_in").status_code for _try in range(13)]

        assert statuses == [302] * 12 + [429]

    def test_never_replaces_a_connection_that_works(self, at_step_four):
        at_step_four.connect()

        assert at_step_four.post("guest_sign_in").status_code == 404
        assert at_step_four.post("guest_app", consumer_key="other", consumer_secret="other").status_code == 404
        assert at_step_four.post("guest_password", username="a", password="b").status_code == 404


class TestFieldsByAnAdministrator:
    def test_are_previewed_made_and_told_in_the_guests_name(self, cast, troubled):
        troubled.prepare().store_app()
        troubled.come_back(troubled.at_salesforce().answer("approve"))
        troubled.work("verify-credentials")
        troubled.browser.post(troubled.url("confirm_org"))
        guest = Guest(cast, troubled)
        visitor = Visitor()
        visitor.open(guest.post("guest_admin_sign_in").url)
        admin = troubled.org["admin_user"]
        visitor.log_in(admin["username"], admin["password"])

        answer = guest.come_back(visitor.answer("approve"))
        preview = guest.browser.get(answer.url, {"which": "all"}).content.decode()
        guest.post("guest_create_fields", which="all", count="26")
        making = guest.page(task="add-fields")
        while runner.run(troubled.step("add-fields").pk) is not None:
            pass

        assert "26 fields will be made in your Salesforce" in preview
        assert "Gangway makes the fields now" in making
        assert troubled.step("add-fields").outcome["data"] == {"count": 26}
        assert "Priya Raman (guest) had 26 marketing fields created" in "".join(sentences(troubled.instance))
        assert "sessionid" not in guest.browser.cookies

    def test_are_not_made_by_a_sign_in_that_a_member_brought(self, cast, troubled):
        troubled.connected()
        FieldsJob.objects.create(instance=troubled.instance, by=cast.operator, access_token="00Dx!y")
        guest = Guest(cast, troubled)

        answer = guest.browser.get(guest.url("guest_fields"))
        guest.post("guest_create_fields", which="all", count="26")

        assert answer.status_code == 302
        assert not FieldsJob.objects.of(troubled.instance).get().has_begun


class TestChecks:
    @pytest.fixture
    def failing(self, cast, troubled, trainer):
        """The sync user cannot see Lead.Status; step 6 has said so."""
        troubled.connected()
        trainer.do("hidden", object="Lead", field="Status")
        troubled.work("check-sync-user")
        return Guest(cast, troubled)

    def test_wait_for_the_members_word_on_the_org(self, at_step_four):
        assert "has confirmed that the right org is connected" in at_step_four.page()

    def test_show_what_failed_and_how_to_mend_it(self, failing):
        page = failing.page()

        assert "Fields of Lead are hidden or read-only" in page
        assert "Open in Salesforce Setup" in page
        assert page.count("gw-error-head") == 1

    def test_believe_salesforce_and_not_the_guest(self, failing):
        failing.post("guest_check", "required-fields")

        assert failing.walk.step("check-sync-user").state == State.FAILED
        assert "Fields of Lead are hidden or read-only" in failing.page()

    def test_end_the_link_when_nothing_fails_any_more(self, failing, trainer):
        trainer.do("hidden", object="Lead", field="Status", hidden=False)

        answer = failing.browser.post(failing.url("guest_check", "required-fields"), follow=True)

        assert answer.status_code == 410
        assert "Nothing is missing any more" in answer.content.decode()
        assert failing.walk.step("check-sync-user").state == State.DONE
        assert GuestLink.objects.of(failing.walk.instance).get().standing == "done"
        said = sentences(failing.walk.instance)
        assert "The guest link of Priya Raman ended: no check fails any more." in said

    def test_are_asked_anew_when_a_guest_has_made_the_user(self, failing):
        failing.post("guest_tick", "create-sync-user")

        assert failing.walk.step("check-sync-user").state == State.QUEUED

    def test_say_when_salesforce_does_not_answer(self, failing, trainer):
        trainer.do("revoke-grants")
        trainer.do("switches", user_has_api=False)

        answer = failing.post("guest_check", "required-fields")

        assert answer.status_code in {200, 302}
        assert failing.walk.step("check-sync-user").state == State.FAILED
