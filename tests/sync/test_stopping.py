"""Pause and cancel in the middle of a page that takes its time: heard within five seconds, and nothing comes after."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import connection as portal

from apps.checklist import actions, following, runner
from apps.checklist.models import Step
from apps.marketing import database
from apps.sync import headline
from apps.sync.models import SyncState
from tests.onboarding.test_syncing import BEFORE, Walk
from tests.salesforce.trainer import Trainer
from tests.sync.conftest import PlayedOrg, sign_in
from tests.sync.test_initial import here, there

pytestmark = pytest.mark.django_db(transaction=True)
HEARD = 5.0  # seconds
STALLED = 9  # seconds: the page is still under way when the five are over


@pytest.fixture
def trainer(filled_org):
    return Trainer(filled_org.url, records=4500)


@pytest.fixture
def walk(cast, placement, trainer, settings):
    settings.PRACTICE_ORG_URL = trainer.url
    sign_in(cast.instance, PlayedOrg(trainer.url, trainer.org))
    Step.objects.of(cast.instance).filter(slug__in=BEFORE).update(state="done")
    following.unlock(cast.instance)
    return Walk(cast).started()


class Worker(threading.Thread):
    """Does one turn, as the worker's process does."""

    def __init__(self, walk):
        super().__init__(daemon=True)
        self.step = walk.step("initial-sync")
        self.start()

    def run(self):
        runner.run(self.step.pk)
        portal.close()


@pytest.fixture
def amid_a_page(walk, trainer):
    """The worker waits for the rest of a page of leads."""
    trainer.do("faults", kind="stall", pattern="results", size=20_000, seconds=STALLED)
    worker = Worker(walk)
    until(lambda: holds_a_checkpoint(walk.instance))
    yield worker
    worker.join(60)


FREE = "SELECT 1 FROM sync_checkpoint WHERE object = 'Lead' AND purpose = 'initial' FOR UPDATE SKIP LOCKED"


def holds_a_checkpoint(instance):
    """A page of leads is under way."""
    place = leads_committed(instance)
    with database.connect(instance) as connection:
        return place is not None and connection.execute(FREE).fetchone() is None


def until(is_so, patience=60):
    deadline = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def leads_committed(instance):
    with database.connect(instance) as connection:
        if connection.execute("SELECT to_regclass('sync_checkpoint')").fetchone() == (None,):
            return None
        return connection.execute("SELECT pages, rows FROM sync_checkpoint WHERE object = 'Lead'").fetchone()


def stop(verb, walk):
    """Seconds until it was heard."""
    began = time.monotonic()
    assert verb(walk.step("initial-sync"), by=walk.cast.operator)
    until(lambda: not holds_a_checkpoint(walk.instance))
    return time.monotonic() - began


class TestAPause:
    def test_is_heard_amid_a_page_and_nothing_comes_after(self, walk, amid_a_page):
        seconds = stop(actions.pause, walk)
        amid_a_page.join(60)

        assert seconds < HEARD
        assert walk.step("initial-sync").state == "paused"
        assert leads_committed(walk.instance) == (0, 0)
        assert SyncState.objects.of(walk.instance).get().problem == {}

    def test_is_over_with_resume_and_nothing_is_lost_or_twice(self, walk, amid_a_page):
        stop(actions.pause, walk)

        actions.resume(walk.step("initial-sync"), by=walk.cast.operator)
        step = walk.work("initial-sync")

        assert step.state == "done"
        assert here(walk.instance) == there(walk.instance)


class TestACancel:
    def test_is_heard_amid_a_page_and_says_what_stays(self, walk, amid_a_page):
        before = sum(here(walk.instance).values())

        seconds = stop(actions.cancel, walk)
        amid_a_page.join(60)

        assert seconds < HEARD
        assert walk.step("initial-sync").state == "ready"
        assert leads_committed(walk.instance) == (0, 0)
        assert sum(here(walk.instance).values()) == before > 0
        assert f"The {before:,} records and all fields stay" in walk.page("initial-sync")
        assert headline.of(walk.instance).word == "never"
        assert SyncState.objects.of(walk.instance).get().problem == {}
