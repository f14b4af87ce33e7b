from __future__ import annotations

import threading

import pytest
from django.db import connections

from apps.connections import clients, usage
from apps.connections.errors import NotConnected
from apps.connections.models import Connection, Method
from apps.salesforce.errors import BrokenStream, GrantEnded, ServerBusy, SignInRefused
from apps.timeline.models import Event
from tests.salesforce.scripted import Reply, refused

EXPIRED = refused(401, "INVALID_SESSION_ID", "Session expired or invalid")


@pytest.fixture
def signed_in(cast, connection, scripted):
    columns = {"method": Method.OAUTH, "access_token": "old", "refresh_token": "r1", "instance_url": scripted.url}
    Connection.objects.of(cast.instance).update(consumer_key="k", consumer_secret="s", **columns)
    return cast.instance


@pytest.fixture
def by_password(signed_in):
    typed = {"username": "sync@acme.example", "password": "p", "security_token": "t", "refresh_token": ""}
    Connection.objects.of(signed_in).update(method=Method.PASSWORD, **typed)
    return signed_in


def fault(code, message):
    inside = f"<sf:exceptionCode>{code}</sf:exceptionCode><sf:exceptionMessage>{message}</sf:exceptionMessage>"
    return Reply(500, f'<e xmlns:sf="urn:fault.partner.soap.sforce.com">{inside}</e>', {"Content-Type": "text/xml"})


def renewed(scripted, access="new", refresh="r2"):
    return Reply(200, {"access_token": access, "refresh_token": refresh, "instance_url": scripted.url, "id": ""})


@pytest.mark.django_db
class TestOpenedClient:
    def test_needs_a_sign_in(self, cast, connection):
        with pytest.raises(NotConnected):
            clients.open(cast.instance)

    def test_counts_its_calls_and_the_orgs_own_figure(self, scripted, signed_in):
        scripted.answers(*[Reply(200, {}, {"Sforce-Limit-Info": f"api-usage={n}/15000"}) for n in (11, 12)])
        client = clients.open(signed_in)

        client.identity()
        client.identity()

        day = usage.today(signed_in)
        assert (day.calls, day.org_used, day.org_max) == (2, 12, 15000)

    def test_renews_its_session_and_stores_a_rotated_token_before_use(self, scripted, signed_in):
        scripted.answers(EXPIRED, renewed(scripted), Reply(200, {"user_id": "005"}))

        clients.open(signed_in).identity()

        connection = Connection.objects.of(signed_in).get()
        assert (connection.access_token, connection.refresh_token) == ("new", "r2")
        assert scripted.asked[1].form["refresh_token"] == "r1"
        assert scripted.asked[2].headers["Authorization"] == "Bearer new"

    def test_takes_the_session_that_another_worker_has_renewed(self, scripted, signed_in):
        client = clients.open(signed_in)
        Connection.objects.of(signed_in).update(access_token="theirs", refresh_token="r9")
        scripted.answers(EXPIRED, Reply(200, {}))

        client.identity()

        assert scripted.asked[1].headers["Authorization"] == "Bearer theirs"

    def test_never_offers_a_refused_grant_twice(self, scripted, signed_in):
        gone = Reply(400, {"error": "invalid_grant", "error_description": "expired access/refresh token"})
        scripted.answers(EXPIRED, gone)
        with pytest.raises(GrantEnded):
            clients.open(signed_in).identity()

        with pytest.raises(GrantEnded):
            clients.open(signed_in)

        assert len(scripted.asked) == 2
        sentences = [event.sentence for event in Event.objects.of(signed_in)]
        assert "The access to Salesforce was not renewed. The access has ended." in sentences

    def test_never_types_a_refused_password_again(self, scripted, by_password):
        wrong = fault("INVALID_LOGIN", "Invalid username, password, security token; or user locked out.")
        waiting = [clients.open(by_password) for _worker in range(2)]
        scripted.answers(EXPIRED, wrong, EXPIRED)
        with pytest.raises(SignInRefused):
            waiting[0].identity()

        with pytest.raises(GrantEnded):
            waiting[1].identity()

        assert [asked.path for asked in scripted.asked].count("/services/Soap/u/59.0") == 1

    def test_keeps_the_grant_when_salesforce_is_only_away(self, scripted, signed_in):
        scripted.answers(EXPIRED, Reply(503, "<html>"))
        with pytest.raises(ServerBusy):
            clients.open(signed_in).identity()

        connection = Connection.objects.of(signed_in).get()

        assert (connection.refresh_token, connection.refused_at) == ("r1", None)

    def test_says_so_when_somebody_signed_out_meanwhile(self, scripted, signed_in):
        client = clients.open(signed_in)
        Connection.objects.of(signed_in).update(access_token="", refresh_token="")
        scripted.answers(EXPIRED)

        with pytest.raises(NotConnected):
            client.identity()

    def test_never_takes_a_token_to_another_address(self, scripted, signed_in):
        client = clients.open(signed_in)
        Connection.objects.of(signed_in).update(access_token="theirs", instance_url="https://other.my.salesforce.com")
        scripted.answers(EXPIRED)

        with pytest.raises(BrokenStream):
            client.identity()

        assert len(scripted.asked) == 1


@pytest.mark.django_db(transaction=True)
class TestTwoWorkers:
    def test_renew_once_between_them(self, scripted, signed_in):
        """A rotated-out token offered a second time would revoke the whole grant."""
        scripted.answers(renewed(scripted))
        both = [clients.open(signed_in).wire for _worker in range(2)]
        tokens = []

        def renew(wire):
            tokens.append(wire.refresh())
            connections.close_all()

        threads = [threading.Thread(target=renew, args=(wire,)) for wire in both]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)

        assert tokens == ["new", "new"]
        assert len(scripted.asked) == 1
