"""Taking the access away: who may, what goes, what stays; and moving from a password to OAuth."""

from __future__ import annotations

import secrets

import pytest
from django.urls import reverse

from apps.checklist.states import State
from apps.connections.models import Connection
from apps.salesforce.client import Client
from apps.salesforce.errors import Refusal
from apps.sync.models import SyncState
from apps.timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(cast, journey):
    """Connected and confirmed, and the sync runs."""
    walk = journey().connected()
    SyncState.objects.create(instance=cast.instance, is_enabled=True, word="synced")
    return walk


def disconnect(cast, name="admin"):
    return cast.browser(name).post(reverse("onboarding:disconnect", args=[cast.instance.key]), follow=True)


class TestDisconnecting:
    def test_is_for_admins(self, cast, ours):
        assert disconnect(cast, "operator").status_code == 403
        assert Connection.objects.of(cast.instance).get().is_signed_in

    def test_says_what_goes_and_what_stays(self, cast, ours):
        page = cast.browser("admin").get(reverse("onboarding:disconnect", args=[cast.instance.key])).content.decode()

        assert "It is connected to Practice Enterprise." in page
        assert "every record and field" in page
        assert "The app, the sync user and the marketing fields." in page

    def test_stops_the_sync_and_opens_step_four_again(self, cast, ours):
        answer = disconnect(cast)

        assert "Disconnected. Nothing of the access is left here." in answer.content.decode()
        assert not SyncState.objects.of(cast.instance).get().is_enabled
        assert ours.step("connect").state == State.READY
        assert ours.step("verify-credentials").state == State.LOCKED

    def test_ends_the_session_at_salesforce(self, cast, ours, practice_org):
        connection = Connection.objects.of(cast.instance).get()
        client = Client(connection.instance_url, connection.access_token, practice_url=practice_org.url)
        assert client.identity()["organization_id"] == connection.org_id

        disconnect(cast)

        with pytest.raises(Refusal):
            client.identity()

    def test_takes_the_orgs_name_from_head_and_board(self, cast, ours):
        assert "Practice Enterprise" in cast.browser("admin").get("/").content.decode()

        answer = disconnect(cast)

        assert "Practice Enterprise" not in cast.browser("admin").get("/").content.decode()
        head = answer.content.decode().partition('id="org-line"')[2].partition("</div>")[0]
        assert "Practice Enterprise" not in head

    def test_still_lets_no_other_org_in(self, cast, ours, practice_org):
        disconnect(cast)
        other = practice_org.org("Practice Professional")["sync_user"]

        ours.sign_in_by_password(**{name: other[name] for name in ("username", "password", "security_token")})

        assert ours.work("verify-credentials").state == State.FAILED

    def test_of_nothing_changes_nothing(self, cast):
        assert "Nothing changed" in disconnect(cast).content.decode()


class TestMovingToOAuth:
    def test_is_one_button_that_keeps_the_connection(self, cast, ours):
        before = Connection.objects.of(cast.instance).get()
        assert "Move to OAuth" in ours.page("connect")
        ours.store_app()

        ours.come_back(ours.at_salesforce().answer("approve"))

        after = Connection.objects.of(cast.instance).get()
        assert (after.pk, after.org_id, after.confirmed_at) == (before.pk, before.org_id, before.confirmed_at)
        assert (after.method, after.password, after.security_token) == ("oauth", "", "")
        assert ours.work("verify-credentials").state == State.DONE
        assert "Move to OAuth" not in ours.page("connect")

    def test_keeps_the_sync_going(self, cast, ours):
        state = SyncState.objects.of(cast.instance).get()
        ours.store_app()

        ours.come_back(ours.at_salesforce().answer("approve"))
        ours.work("verify-credentials")

        kept = SyncState.objects.of(cast.instance).get()
        assert (kept.pk, kept.is_enabled, kept.records) == (state.pk, True, state.records)


class TestOnePressOneAttempt:
    def test_refuses_the_same_form_sent_twice(self, cast, journey):
        ours = journey().prepare()

        mark = secrets.token_hex(8)

        first, second = [ours.sign_in_by_password(password="wrong", attempt=mark) for _time in range(2)]

        assert "was sent before" not in first.content.decode()
        assert "was sent before" in second.content.decode()
        assert Event.objects.of(cast.instance).filter(kind="connections.sign_in_refused").count() == 1

    def test_draws_each_form_with_a_mark_of_its_own(self, journey):
        ours = journey().prepare()

        marks = {ours.page("connect").partition('name="attempt"')[2].partition(">")[0] for _visit in range(2)}

        assert len(marks) == 2
