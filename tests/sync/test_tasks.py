from __future__ import annotations

import queue

import pytest
from celery.fixups.django import DjangoWorkerFixup
from celery.signals import task_prerun
from django.db import connection

from apps.sync import tasks
from apps.sync.models import SyncState
from config.celery import app
from tests import makers
from tests.sync.test_quiet import resting

pytestmark = pytest.mark.django_db


@pytest.fixture
def messages():
    """What workers would take, in their order."""
    with app.connection_for_write() as broker:
        waiting = broker.SimpleQueue(app.conf.task_default_queue)
        waiting.clear()
        yield waiting
        waiting.clear()


def taken(messages):
    found = []
    try:
        while True:
            message = messages.get(block=False)
            found.append((message.headers["task"], message.payload[0]))
            message.ack()
    except queue.Empty:
        return found


class TestWhatIsDue:
    def test_is_looked_at_by_twenty_five_and_never_before_what_a_person_waits_for(
        self, placement, org, messages, django_capture_on_commit_callbacks
    ):
        instances = resting(org, 27)
        SyncState.objects.of(instances[0]).update(is_quiet=False)
        waits = makers.instance()

        tasks.start_due_cycles()
        with django_capture_on_commit_callbacks(execute=True):
            tasks.nudge(waits)

        assert taken(messages) == [
            ("sync.run_cycle", [waits.pk]),
            ("sync.look_at_quiet", []),
            ("sync.look_at_quiet", []),
            ("sync.run_cycle", [instances[0].pk]),
        ]

    def test_goes_on_by_itself_where_a_look_was_not_enough(self, placement, org, messages):
        first, _second = resting(org, 2)
        SyncState.objects.of(first).update(cursors={})

        tasks.look_at_quiet()

        assert taken(messages) == [("sync.run_cycle", [first.pk])]


@pytest.mark.django_db(transaction=True)
class TestAWorker:
    def test_keeps_its_database_connection_from_task_to_task(self):
        around = DjangoWorkerFixup(app)
        before = backend()

        around.on_task_prerun(sender=tasks.run_cycle)
        task_prerun.send(sender=tasks.run_cycle, task=tasks.run_cycle)
        around.on_task_postrun(sender=tasks.run_cycle)

        assert backend() == before


def backend():
    with connection.cursor() as cursor:
        return cursor.execute("SELECT pg_backend_pid()").fetchone()
