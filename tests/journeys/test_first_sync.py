"""A newcomer's whole way, without JavaScript, while the worker dies in the middle of the initial sync."""

from __future__ import annotations

import pytest

from config.journey import portal
from config.journey.steps import STEPS
from config.journey.walk import Walk
from tests import servers

RECORDS = 8000


@pytest.fixture(scope="module")
def walk(tmp_path_factory):
    """On a portal of its own, whose leases are short so that the dead worker is missed soon."""
    log = servers.Log()
    database = servers.own_database(f"journey_{servers.worker_number()}", number=servers.JOURNEY_NUMBERS)
    hurried = {"STEP_LEASE_SECONDS": "15", "SWEEP_SECONDS": "2"}
    running = portal.start(tmp_path_factory.mktemp("journey"), log, records=RECORDS, **database, **hurried)
    walked = Walk(running, kills_worker=True)
    for _name, act in STEPS:
        act(walked)
    yield walked
    running.stop()


class TestFirstSync:
    def test_ends_with_every_record_although_the_worker_was_killed(self, walk):
        assert walk.has_killed
        assert walk.figures["steps_done"] == len(STEPS) - 1
        assert 0 < walk.figures["people"] <= RECORDS
        assert walk.figures["row_errors"] == 0

    def test_shows_the_last_sync_on_every_page_of_the_instance(self, walk):
        for page in ("", "people/", "sync/", "timeline/"):
            shown = walk.browser.open(f"{walk.checklist.path}{page}")

            assert "Last Synced" in shown.text, shown
