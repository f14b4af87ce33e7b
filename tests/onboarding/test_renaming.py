"""An instance gets another name while a job of it tells what it did: both go through."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import DatabaseError, connection, transaction

from apps.onboarding import events, instances
from apps.timeline import history
from apps.timeline.models import Event
from tests import makers

PATIENCE = 10  # seconds


def _in_a_thread(work):
    troubles = []

    def run():
        try:
            work()
        except DatabaseError as error:
            troubles.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, troubles


def _until_somebody_waits():
    deadline = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory'")
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    raise AssertionError("nobody waits for the turn")


@pytest.mark.django_db(transaction=True)
class TestRenaming:
    def test_waits_for_a_job_that_has_the_turn_and_keeps_it_from_nothing(self):
        instance, owner = makers.instance(name="Northwind"), makers.person()
        has_turn, may_go_on = threading.Event(), threading.Event()

        def job():
            with transaction.atomic():
                history.take_turn(instance.pk)
                has_turn.set()
                may_go_on.wait(PATIENCE)
                history.record(instance, events.INSTANCE_RENAMED, before="a", name="b")

        telling, job_troubles = _in_a_thread(job)
        has_turn.wait(PATIENCE)
        renaming, troubles = _in_a_thread(lambda: instances.rename(instance, "Southwind", by=owner))
        _until_somebody_waits()
        may_go_on.set()
        telling.join(PATIENCE)
        renaming.join(PATIENCE)

        instance.refresh_from_db()
        assert job_troubles == troubles == []
        assert instance.name == "Southwind"
        assert Event.objects.of(instance).count() == 2
