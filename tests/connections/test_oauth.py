from __future__ import annotations

import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from apps.connections import external_app, oauth
from apps.connections.errors import SignInLost
from apps.connections.models import Connection, SignIn
from apps.timeline.models import Event
from tests.salesforce.scripted import Reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(cast, connection):
    """A browser stands on Salesforce's page; returns what its address asked for."""
    oauth.store_app(cast.instance, consumer_key="key", consumer_secret="secret", by=cast.operator)
    url = oauth.begin(cast.instance, by=cast.operator)
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


@pytest.fixture
def token(scripted):
    return {
        "access_token": "00D!token",
        "refresh_token": "5Aep-refresh",
        "instance_url": scripted.url,
        "id": "https://login.salesforce.com/id/00D000000000001EAA/005000000000001AAA",
        "issued_at": "1700000000000",
    }


def come_back(cast, name="operator", **query):
    return cast.browser(name).get(reverse("onboarding:callback"), query)


class TestWayBack:
    def test_stores_the_tokens_and_finishes_step_four(self, cast, scripted, begun, token):
        scripted.answers(Reply(200, token))

        answer = come_back(cast, code="aPrx==", state=begun["state"])

        assert answer.url == reverse("onboarding:step", args=[cast.instance.key, "verify-credentials"])
        connection = Connection.objects.of(cast.instance).get()
        assert (connection.access_token, connection.refresh_token) == ("00D!token", "5Aep-refresh")
        assert scripted.asked[0].form["redirect_uri"] == external_app.callback()
        assert len(scripted.asked[0].form["code_verifier"]) >= 43

    def test_lets_no_token_in_that_leads_elsewhere(self, cast, scripted, begun, token):
        scripted.answers(Reply(200, {**token, "instance_url": "https://salesforce.com.evil.example"}))

        answer = come_back(cast, code="aPrx==", state=begun["state"])

        assert answer.url == reverse("onboarding:step", args=[cast.instance.key, "connect"])
        assert not Connection.objects.of(cast.instance).get().is_signed_in

    def test_lets_no_access_in_that_cannot_be_renewed(self, cast, scripted, begun, token):
        scripted.answers(Reply(200, {**token, "refresh_token": ""}))

        answer = cast.browser("operator").get(
            reverse("onboarding:callback"), {"code": "c", "state": begun["state"]}, follow=True
        )

        assert "The app does not give the rights that Gangway asks for" in answer.content.decode()
        assert not Connection.objects.of(cast.instance).get().is_signed_in

    def test_works_once(self, cast, scripted, begun, token):
        scripted.answers(Reply(200, token))
        come_back(cast, code="c", state=begun["state"])

        answer = come_back(cast, code="c", state=begun["state"])

        assert answer.url == "/"
        assert len(scripted.asked) == 1

    def test_belongs_to_who_began_it(self, cast, scripted, begun):
        answer = come_back(cast, "admin", code="c", state=begun["state"])

        assert answer.url == "/"
        assert scripted.asked == []

    @pytest.mark.parametrize("state", ["", "made-up", "a:b:c"])
    def test_needs_a_state_of_ours(self, cast, scripted, begun, state):
        assert come_back(cast, code="c", state=state).url == "/"
        assert scripted.asked == []

    def test_ends_after_an_hour(self, cast, begun):
        SignIn.objects.of(cast.instance).update(began_at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
        oauth.begin(cast.instance, by=cast.operator)

        with pytest.raises(SignInLost):
            oauth.take(begun["state"], user=cast.operator)

    def test_is_closed_to_who_lost_the_right_meanwhile(self, cast, scripted, begun):
        cast.operator.memberships.update(role="viewer")

        assert come_back(cast, code="c", state=begun["state"]).status_code == 403
        assert scripted.asked == []

    def test_asks_the_signed_out_to_sign_in(self, cast, begun):
        answer = come_back(cast, "anonymous", code="c", state=begun["state"])

        assert "/accounts/login/" in answer.url


class TestRefusedWayBack:
    def test_is_decoded_on_the_connect_page_once(self, cast, scripted, begun):
        scripted.answers(Reply(400, {"error": "invalid_client", "error_description": "invalid client credentials"}))
        browser = cast.browser("operator")

        answer = browser.get(reverse("onboarding:callback"), {"code": "c", "state": begun["state"]}, follow=True)

        assert "consumer secret does not fit" in answer.content.decode()
        again = browser.get(reverse("onboarding:step", args=[cast.instance.key, "connect"]))
        assert "consumer secret does not fit" not in again.content.decode()

    def test_decodes_a_denial(self, cast, begun):
        query = {
            "error": "access_denied",
            "error_description": "end-user denied authorization",
            "state": begun["state"],
        }

        answer = cast.browser("operator").get(reverse("onboarding:callback"), query, follow=True)

        assert "was not allowed at Salesforce" in answer.content.decode()

    def test_is_written_down_without_a_secret(self, cast, scripted, begun):
        scripted.answers(Reply(400, {"error": "invalid_grant", "error_description": "expired authorization code"}))

        come_back(cast, code="THE-CODE", state=begun["state"])

        told = [event.sentence for event in Event.objects.of(cast.instance)]
        assert "A sign-in did not succeed. The way back from Salesforce took too long, or was used twice." in told
        assert "THE-CODE" not in str([event.data for event in Event.objects.of(cast.instance)])


class TestConsentPage:
    def test_asks_for_a_fresh_login_with_pkce(self, begun):
        assert begun["prompt"] == "login"
        assert begun["code_challenge_method"] == "S256"
        assert set(begun["scope"].split()) == {"api", "refresh_token", "id"}

    def test_never_carries_the_verifier_or_the_secret(self, cast, begun):
        verifier = SignIn.objects.of(cast.instance).get().verifier

        assert verifier not in str(begun)
        assert "secret" not in str(begun)

    def test_is_not_reached_without_an_app(self, cast, connection):
        answer = cast.browser("operator").post(reverse("onboarding:sign_in", args=[cast.instance.key]))

        assert answer.url == reverse("onboarding:step", args=[cast.instance.key, "connect"])
