from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from apps.connections import keep_alive, tasks
from apps.connections.models import Connection, Method
from apps.timeline.models import Event
from tests.salesforce.scripted import Reply

pytestmark = pytest.mark.django_db
LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)


@pytest.fixture
def idle(connection, scripted):
    """Signed in years ago, and nobody has asked anything since."""
    columns = {"method": Method.OAUTH, "access_token": "old", "refresh_token": "r1", "instance_url": scripted.url}
    Connection.objects.of(connection.instance).update(
        consumer_key="k", consumer_secret="s", renewed_at=LONG_AGO, **columns
    )
    return connection


def renewed(scripted):
    return Reply(200, {"access_token": "new", "refresh_token": "r2", "instance_url": scripted.url, "id": ""})


class TestIdleAccess:
    def test_is_used_once_a_day(self, idle, scripted):
        scripted.answers(renewed(scripted))

        for _hour in range(2):
            for due in keep_alive.due():
                keep_alive.renew(due)

        row = Connection.objects.of(idle.instance).get()
        assert (row.access_token, row.refresh_token) == ("new", "r2")
        assert row.renewed_at > timezone.now() - datetime.timedelta(minutes=1)
        assert [asked.form["grant_type"] for asked in scripted.asked] == ["refresh_token"]

    @pytest.mark.parametrize(
        "columns",
        [
            {"renewed_at": timezone.now()},
            {"method": Method.PASSWORD},
            {"method": Method.CLIENT_CREDENTIALS, "refresh_token": ""},
            {"refresh_token": ""},
            {"refused_at": LONG_AGO},
        ],
    )
    def test_is_left_alone_where_there_is_nothing_to_keep(self, idle, scripted, columns):
        Connection.objects.of(idle.instance).update(**columns)

        assert not any(keep_alive.renew(due) for due in keep_alive.due())
        assert scripted.asked == []

    def test_tells_the_timeline_when_it_was_ended_meanwhile(self, idle, scripted):
        scripted.answers(Reply(400, {"error": "invalid_grant", "error_description": "expired access/refresh token"}))

        tasks.renew_access(idle.pk)

        assert keep_alive.due() == []
        assert "connections.renewal_refused" in Event.objects.of(idle.instance).values_list("kind", flat=True)

    def test_is_tried_again_after_an_outage(self, idle, scripted):
        scripted.answers(Reply(503, "<html>"))

        tasks.renew_access(idle.pk)

        assert keep_alive.due() == [idle.pk]
