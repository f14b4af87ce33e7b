"""Steps 1 to 6 against a practice org: from choosing it to a checked sync user."""

from __future__ import annotations

import pytest
from django.urls import reverse

from apps.checklist import steps
from apps.checklist.states import State
from apps.connections.models import CheckResult, Connection
from apps.onboarding import instances
from apps.timeline.models import Event

pytestmark = pytest.mark.django_db


class TestOAuth:
    def test_leads_from_the_consent_page_to_an_identity_card(self, journey):
        ours = journey().prepare()
        ours.store_app()

        answer = ours.come_back(ours.at_salesforce().answer("approve"))

        assert answer.redirect_chain[-1][0] == ours.url("step", "verify-credentials")
        assert ours.step("connect").state == State.DONE
        assert ours.step("verify-credentials").state == State.QUEUED
        assert ours.work("verify-credentials").state == State.WAITING
        card = ours.page("verify-credentials")
        for words in (
            "Practice Enterprise",
            ours.org["org_id"],
            "Enterprise Edition",
            ours.user["username"],
            "as you expected",
        ):
            assert words in card

    def test_shows_a_denial_decoded(self, journey):
        ours = journey().prepare()
        ours.store_app()

        answer = ours.come_back(ours.at_salesforce().answer("deny"))

        assert "The access was not allowed at Salesforce" in answer.content.decode()
        assert ours.step("connect").state == State.READY

    def test_shows_a_wrong_secret_decoded(self, journey):
        ours = journey().prepare()
        ours.store_app(consumer_secret="wrong")

        answer = ours.come_back(ours.at_salesforce().answer("approve"))

        assert "consumer secret does not fit" in answer.content.decode()

    def test_survives_an_expired_session(self, journey):
        ours = journey().prepare()
        ours.store_app()
        ours.come_back(ours.at_salesforce().answer("approve"))
        Connection.objects.of(ours.instance).update(access_token="00Dgone!gone")

        assert ours.work("verify-credentials").state == State.WAITING


class TestPassword:
    def test_signs_in_and_verifies(self, journey):
        ours = journey().prepare()

        answer = ours.sign_in_by_password()

        assert answer.url == ours.url("step", "verify-credentials")
        assert ours.work("verify-credentials").state == State.WAITING

    def test_shows_a_wrong_one_decoded_and_stores_nothing(self, journey):
        ours = journey().prepare()

        answer = ours.sign_in_by_password(password="wrong")

        text = answer.content.decode()
        assert answer.status_code == 422
        assert "did not accept username, password and security token" in text
        assert 'value="wrong"' not in text
        connection = Connection.objects.of(ours.instance).get()
        assert (connection.password, connection.access_token) == ("", "")

    def test_shows_a_missing_token_decoded(self, journey):
        answer = journey().prepare().sign_in_by_password(security_token="")

        assert answer.status_code == 422

    def test_says_that_the_edition_has_no_api(self, journey):
        answer = journey("Practice Professional without API").prepare().sign_in_by_password()

        assert "does not allow the API" in answer.content.decode()


class TestClientCredentials:
    def test_connect_without_a_person_and_renew_themselves(self, journey):
        ours = journey().prepare()
        ours.store_app()

        answer = ours.browser.post(ours.url("client_credentials"))
        Connection.objects.of(ours.instance).update(access_token="00Dgone!gone")

        assert answer.url == ours.url("step", "verify-credentials")
        assert ours.work("verify-credentials").state == State.WAITING

    def test_are_decoded_where_the_secret_is_wrong(self, journey):
        ours = journey().prepare()
        ours.store_app(consumer_secret="wrong")

        answer = ours.browser.post(ours.url("client_credentials"))

        assert answer.status_code == 422
        assert "consumer secret does not fit" in answer.content.decode()


class TestWithoutTheApi:
    def test_the_card_is_partial_and_cannot_be_confirmed(self, journey):
        ours = journey("Practice Professional without API").prepare()
        ours.store_app()
        ours.come_back(ours.at_salesforce().answer("approve"))

        step = ours.work("verify-credentials")

        assert step.state == State.FAILED
        assert step.problem["turn"] == "admin"
        ours.browser.post(ours.url("step", "add-fields"), {"answer": "made"})
        assert "Salesforce admin’s turn" in ours.browser.get("/").content.decode()
        card = ours.page("verify-credentials")
        assert "Salesforce admin’s turn" in card
        assert ours.user["username"] in card
        assert "unknown without the API" in card
        assert "Yes, this is the right org" not in card


class TestConfirmation:
    def test_opens_the_checks(self, journey):
        ours = journey().connected()

        connection = Connection.objects.of(ours.instance).get()
        assert connection.confirmed_by.email == "operator@halden.example"
        assert ours.step("verify-credentials").state == State.DONE
        assert ours.step("check-sync-user").state == State.QUEUED

    def test_is_refused_for_an_org_of_the_other_kind(self, journey):
        ours = journey("Practice Sandbox").prepare()
        ours.sign_in_by_password()
        ours.work("verify-credentials")

        card = ours.page("verify-credentials")
        ours.browser.post(ours.url("confirm_org"))

        assert "cannot be paired with this instance" in card
        assert "Yes, this is the right org" not in card
        assert Connection.objects.of(ours.instance).get().confirmed_at is None

    def test_is_refused_the_other_way_round_too(self, cast, journey):
        ours = journey()
        ours.instance = instances.make(cast.agency, name="Halden test", kind="sandbox", by=cast.owner)
        ours.prepare().sign_in_by_password()
        ours.work("verify-credentials")

        ours.browser.post(ours.url("confirm_org"))

        assert "cannot be paired with this instance" in ours.page("verify-credentials")
        assert Connection.objects.of(ours.instance).get().confirmed_at is None

    @pytest.mark.parametrize("said", [{"edition": "Developer Edition"}, {"identity": {"trial_ends": "2027-01-01"}}])
    def test_of_an_org_to_try_things_asks_for_its_name(self, journey, said):
        ours = journey().prepare()
        ours.sign_in_by_password()
        ours.work("verify-credentials")
        Connection.objects.of(ours.instance).update(**said)

        wrong = ours.browser.post(ours.url("confirm_org"), {"org_name": "Some other org"})
        ours.browser.post(ours.url("confirm_org"), {"org_name": "practice enterprise"})

        assert wrong.status_code == 422
        assert "The name on the card is another one." in wrong.content.decode()
        assert Connection.objects.of(ours.instance).get().confirmed_at is not None

    def test_flags_the_same_org_in_another_instance_of_the_viewer(self, cast, journey):
        journey().connected()
        ours = journey()
        ours.instance = instances.make(cast.agency, name="Halden again", kind="production", by=cast.owner)
        ours.prepare().sign_in_by_password()
        ours.work("verify-credentials")

        card = ours.page("verify-credentials")

        assert "connected to another instance too" in card
        assert cast.instance.name in card

    def test_tells_a_stranger_nothing_of_other_peoples_orgs(self, cast, journey):
        journey().connected()
        ours = journey()
        ours.instance, ours.browser = cast.other_instance, cast.browser("stranger")
        ours.prepare().sign_in_by_password()
        ours.work("verify-credentials")

        card = ours.page("verify-credentials")

        assert "connected to another instance too" not in card
        assert cast.instance.name not in card

    def test_may_be_denied_which_ends_the_access(self, journey):
        ours = journey().prepare()
        ours.store_app()
        ours.come_back(ours.at_salesforce().answer("approve"))
        ours.work("verify-credentials")

        ours.browser.post(ours.url("sign_out"))

        connection = Connection.objects.of(ours.instance).get()
        assert (connection.access_token, connection.refresh_token) == ("", "")
        assert connection.has_app
        assert ours.step("connect").state == State.READY
        assert ours.step("verify-credentials").state == State.LOCKED

    def test_is_not_asked_again_after_a_new_sign_in_to_the_same_org(self, journey):
        ours = journey().connected()

        ours.sign_in_by_password()

        assert ours.work("verify-credentials").state == State.DONE

    def test_is_asked_again_when_another_user_of_the_org_signs_in(self, journey):
        ours = journey().connected()
        ours.work("check-sync-user")
        admin = ours.org["admin_user"]

        ours.sign_in_by_password(**{name: admin[name] for name in ("username", "password", "security_token")})
        step = ours.work("verify-credentials")
        card = ours.page("verify-credentials")
        ours.browser.post(ours.url("confirm_org"))

        assert step.state == State.WAITING
        assert "Is this the right user?" in card
        assert f"{ours.user['username']} was confirmed, {admin['username']} has signed in" in card
        assert ours.step("verify-credentials").state == State.DONE
        assert ours.step("check-sync-user").state == State.QUEUED
        assert "Confirmed by" in ours.page("verify-credentials")

    def test_holds_against_another_org(self, practice_org, journey):
        ours = journey().connected()
        other = practice_org.org("Practice Professional")["sync_user"]

        ours.sign_in_by_password(**{name: other[name] for name in ("username", "password", "security_token")})
        step = ours.work("verify-credentials")

        assert step.state == State.FAILED
        assert "Another org answers" in ours.page("verify-credentials")
        assert Connection.objects.of(ours.instance).get().org_name == "Practice Enterprise"


class TestChecks:
    def test_pass_on_a_good_sync_user_and_prove_step_three(self, journey):
        ours = journey().connected()

        step = ours.work("check-sync-user")

        failed = CheckResult.objects.of(ours.instance).filter(verdict="fail")
        assert [(result.code, result.subject, result.seen) for result in failed] == []
        assert step.state == State.DONE
        assert ours.step("create-sync-user").verified_at is not None
        assert "Rights on objects and fields" in ours.page("check-sync-user")

    def test_cost_five_calls(self, journey):
        ours = journey().connected()
        before = _calls(ours.instance)

        ours.work("check-sync-user")

        assert _calls(ours.instance) - before == 5

    def test_say_which_marketing_fields_are_missing_and_never_fail_for_them(self, journey):
        ours = journey().connected()
        ours.work("check-sync-user")

        result = CheckResult.objects.of(ours.instance).get(code="marketing-fields", subject="Lead")

        assert result.verdict in {"pass", "warn"}
        assert result.data["all"] == 16

    def test_can_be_asked_again_one_by_one(self, journey):
        ours = journey().connected()
        ours.work("check-sync-user")
        before = _calls(ours.instance)

        answer = ours.browser.post(ours.url("check_again", "marketing-user"), follow=True)

        assert "Nothing is missing any more" in answer.content.decode()
        assert _calls(ours.instance) - before == 1

    def test_can_be_asked_again_all_together(self, journey):
        ours = journey().connected()
        done = ours.work("check-sync-user")

        ours.browser.post(reverse("onboarding:start", args=[done.pk]), {"next": ours.url("step", "check-sync-user")})

        assert ours.step("check-sync-user").state == State.QUEUED
        assert ours.work("check-sync-user").state == State.DONE

    def test_refuse_a_made_up_name(self, journey):
        assert journey().connected().browser.post(journey().url("check_again", "made-up")).status_code == 404


class TestAnotherEdition:
    def test_changes_the_words_and_puts_nothing_out_of_date(self, journey):
        ours = journey().connected()

        ours.browser.post(
            ours.url("step", "choose-org"), {"environment": "practice", "expected_edition": "professional"}
        )

        assert ours.step("connect").state == State.DONE
        assert Connection.objects.of(ours.instance).get().expected_edition == "professional"


class TestSecrets:
    def test_are_on_no_page_in_no_event_and_in_no_step(self, journey):
        ours = journey().connected()
        ours.work("check-sync-user")
        connection = Connection.objects.of(ours.instance).get()
        secrets = [ours.user["password"], ours.user["security_token"], connection.access_token]

        seen = "".join(ours.page(slug) for slug in ("choose-org", "connect", "verify-credentials", "check-sync-user"))
        seen += str(list(Event.objects.of(ours.instance).values()))
        seen += str([vars(step) for step in steps.of(ours.instance)])

        assert [secret for secret in secrets if secret in seen] == []


def _calls(instance):
    return sum(instance.api_usage.values_list("calls", flat=True))
