"""The initial sync of an org in trouble: it goes on by itself, loses nothing, and has nothing twice."""

from __future__ import annotations

import time

import pytest
import requests

from apps.connections import clients
from apps.marketing import database
from apps.salesforce import patience
from apps.salesforce.errors import LimitReached, Outage
from apps.sync import counting, cycles, headline, initial, plan
from apps.sync.models import SyncState
from tests.salesforce.trainer import Trainer
from tests.sync.conftest import Onlooker, PlayedOrg
from tests.sync.test_initial import here


@pytest.fixture(scope="module")
def trainer(filled_org):
    return Trainer(filled_org.url, records=4500)


@pytest.fixture
def org(trainer, settings):
    settings.PRACTICE_ORG_URL = trainer.url
    yield PlayedOrg(trainer.url, trainer.org)
    requests.delete(f"{trainer.url}/practice/orgs/{trainer.org['org_id']}/faults", timeout=30)


@pytest.fixture
def quick(monkeypatch):
    """An org that stumbles is asked again without a pause."""
    monkeypatch.setattr(patience, "LONGEST_WAIT", 0.05)


def through_outages(instance, most=20):
    """As the checklist does: an outage is tried again. Returns the outages on the way."""
    met = []
    for _turn in range(most):
        try:
            turn = initial.carry_on(instance, Onlooker())
        except Outage as outage:
            met.append(type(outage).__name__)
            continue
        if turn.again_in is None:
            return met
        time.sleep(min(turn.again_in, 0.2))
    raise AssertionError(f"no end after {met}")


def there(instance):
    return counting.expected(clients.open(instance), plan.all_of(instance))


@pytest.mark.parametrize(
    ("kind", "pattern", "count"),
    [
        ("reset", "/results", 1),
        ("truncate", "/results", 1),
        ("expire-session", "/results", 1),
        ("expire-session", "composite", 1),
        ("busy-503", "jobs/query$", 6),
        ("html", "/results", 6),
        ("error-500", "GET /query", 6),
        ("limit", "/results", 1),
        ("reset", "GET /query", 1),
    ],
)
class TestTrouble:
    def test_delays_the_initial_sync_and_nothing_else(self, connected, trainer, quick, kind, pattern, count):
        trainer.do("faults", kind=kind, pattern=pattern, count=count)

        through_outages(connected)

        assert here(connected) == there(connected)
        assert headline.of(connected).word == "synced"


class TestALimit:
    def test_is_waited_for_without_a_failure(self, connected, trainer):
        trainer.do("faults", kind="limit", pattern="composite", count=1)

        with pytest.raises(LimitReached) as met:
            initial.carry_on(connected, Onlooker())

        state = SyncState.objects.of(connected).get()
        assert met.value.retry_in >= 60
        assert state.word == "in_progress"
        assert state.problem["turn"] == "time"


class TestACycle:
    def test_follows_an_undeleted_record(self, connected, org, trainer):
        through_outages(connected)
        (lead,) = org.ids("Lead", 1)
        org.delete("Lead", lead)
        cycles.run(connected, hurry=True)
        gone = is_deleted(connected, lead)

        trainer.do(f"records/Lead/{lead}/undelete")
        cycles.run(connected, hurry=True)

        assert gone is True
        assert is_deleted(connected, lead) is False


def is_deleted(instance, record_id):
    with database.connect(instance) as connection:
        return connection.execute("SELECT is_deleted FROM person WHERE sfdc_id = %s", [record_id]).fetchone()[0]
