from __future__ import annotations

import pytest

from apps.connections import grants, orgs
from apps.connections.models import Connection, Method
from apps.timeline.models import Event
from tests.salesforce.scripted import Reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(cast, connection, scripted):
    columns = {"method": Method.OAUTH, "access_token": "old", "refresh_token": "r1", "instance_url": scripted.url}
    columns |= {"org_name": "Acme", "org_id": "00D000000000001EAA", "username": "sync@acme.example"}
    Connection.objects.of(cast.instance).update(consumer_key="k", consumer_secret="s", **columns)
    return cast.instance


def fresh(scripted, **columns):
    return {"access_token": "new", "refresh_token": "r2", "instance_url": scripted.url, **columns}


def kinds(instance):
    return list(Event.objects.of(instance).values_list("kind", flat=True))


class TestReplacedAccess:
    def test_is_ended_at_salesforce(self, cast, scripted, signed_in):
        scripted.answers(Reply(200))

        grants.store(signed_in, Method.OAUTH, fresh(scripted), by=cast.operator)

        assert (scripted.asked[0].path, scripted.asked[0].form["token"]) == ("/services/oauth2/revoke", "r1")

    def test_is_left_when_the_same_token_came_again(self, cast, scripted, signed_in):
        grants.store(signed_in, Method.OAUTH, fresh(scripted, refresh_token="r1"), by=cast.operator)

        assert scripted.asked == []

    def test_of_a_password_is_logged_out(self, cast, scripted, signed_in):
        Connection.objects.of(signed_in).update(method=Method.PASSWORD, refresh_token="")
        scripted.answers(Reply(200, "<ok/>"))

        grants.store(signed_in, Method.OAUTH, fresh(scripted), by=cast.operator)

        assert scripted.asked[0].headers["SOAPAction"] == "logout"
        assert "<sessionId>old</sessionId>" in scripted.asked[0].body

    def test_of_another_address_is_ended_too(self, cast, scripted, signed_in):
        scripted.answers(Reply(200))

        orgs.choose(signed_in, environment="production", expected_edition="enterprise", by=cast.operator)

        assert scripted.asked[0].form["token"] == "r1"
        assert Connection.objects.of(signed_in).get().refresh_token == ""


class TestDisconnecting:
    def test_leaves_no_secret_and_no_name_behind(self, cast, scripted, signed_in):
        scripted.answers(Reply(200))

        assert grants.disconnect(signed_in, by=cast.admin)

        row = Connection.objects.of(signed_in).get()
        kept = (row.consumer_key, row.consumer_secret, row.access_token, row.refresh_token, row.username, row.org_name)
        assert set(kept) == {""}

    def test_keeps_the_confirmed_org_as_the_only_one_that_fits(self, cast, scripted, signed_in):
        Connection.objects.of(signed_in).update(confirmed_at="2026-01-01T00:00Z")
        scripted.answers(Reply(200))

        grants.disconnect(signed_in, by=cast.admin)

        assert Connection.objects.of(signed_in).get().org_id == "00D000000000001EAA"

    def test_says_where_salesforce_could_not_be_told(self, cast, scripted, signed_in):
        scripted.answers(Reply(503, "<html>"))

        assert not grants.disconnect(signed_in, by=cast.admin)

        assert Connection.objects.of(signed_in).get().refresh_token == ""
        assert "connections.not_ended" in kinds(signed_in)

    def test_keeps_key_and_secret_on_a_mere_sign_out(self, cast, scripted, signed_in):
        scripted.answers(Reply(200))

        grants.sign_out(signed_in, by=cast.operator)

        assert Connection.objects.of(signed_in).get().has_app
