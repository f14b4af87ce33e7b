"""A sync that was off for three weeks: the log of deletions is gone, the bin was emptied, and nothing is lost."""

from __future__ import annotations

import datetime
import time

import pytest
from django.utils import timezone

from apps.marketing import database
from apps.sync import cycles, headline, reconcile
from apps.sync.models import Operation, Reconcile, SyncState
from tests.sync.conftest import to_the_end

MANY = 40
PATIENCE = 60.0


@pytest.fixture
def away(connected, org):
    """Many contacts were deleted for good."""
    to_the_end(connected)
    cycles.run(connected, hurry=True)
    gone = org.ids("Contact", MANY)
    for record_id in gone:
        org.trainer("DELETE", f"records/Contact/{record_id}")
    org.trainer("POST", "bin/empty", {"at": "2026-01-01T00:00:00"})
    long_ago = (timezone.now() - datetime.timedelta(days=21)).isoformat()
    state = SyncState.objects.of(connected).get()
    cursors = {name: {"updated": long_ago, "deleted": long_ago} for name in state.cursors}
    SyncState.objects.of(connected).update(cursors=cursors)
    return connected, gone


def until(instance, object_name, *states):
    deadline = time.monotonic() + PATIENCE
    while True:
        cycles.run(instance, hurry=True, is_watched=True)
        row = Reconcile.objects.of(instance).filter(object=object_name).first()
        if row and row.state in states:
            return row
        assert time.monotonic() < deadline, row and row.state


def deleted(instance, ids):
    with database.connect(instance) as connection:
        statement = "SELECT count(*) FROM person WHERE sfdc_id = ANY (%s) AND is_deleted"
        return connection.execute(statement, [ids]).fetchone()[0]


class TestAfterThreeWeeks:
    def test_many_missing_records_are_shown_before_they_are_marked(self, away, cast):
        instance, gone = away

        row = until(instance, "Contact", "preview")
        before = deleted(instance, gone)
        reconcile.confirm(instance, "Contact", seen=MANY, by=cast.operator)
        done = until(instance, "Contact", "done")

        assert (row.missing, before) == (MANY, 0)
        assert row.samples[0] in gone
        assert row.calls > 0
        assert deleted(instance, gone) == done.marked == MANY
        told = Operation.objects.of(instance).filter(object="Contact", kind="pull_deletes").first()
        assert told.deleted == MANY
        assert headline.of(instance).word == "synced"

    def test_they_stay_when_a_person_says_so(self, away, cast):
        instance, gone = away
        until(instance, "Contact", "preview")

        reconcile.leave(instance, "Contact", by=cast.operator)
        cycles.run(instance, hurry=True, is_watched=True)

        assert deleted(instance, gone) == 0
        assert Reconcile.objects.of(instance).filter(object="Contact").get().state == "left"


class TestTheLogOfDeletions:
    def test_names_what_left_the_bin(self, connected, org):
        to_the_end(connected)
        cycles.run(connected, hurry=True)
        (gone,) = org.ids("Contact", 1)
        org.trainer("DELETE", f"records/Contact/{gone}")
        org.trainer("POST", "bin/empty")

        cycles.run(connected, hurry=True, is_watched=True)

        assert deleted(connected, [gone]) == 1
        assert not Reconcile.objects.of(connected).exists()

    def test_that_was_purged_is_a_gap_that_few_records_close_by_themselves(self, connected, org):
        to_the_end(connected)
        cycles.run(connected, hurry=True)
        gone = org.ids("Contact", 2)
        for record_id in gone:
            org.trainer("DELETE", f"records/Contact/{record_id}")
        org.trainer("POST", "bin/empty")
        purged = timezone.now() + datetime.timedelta(minutes=1)
        org.trainer("POST", "switches", {"delete_log_from": purged.strftime("%Y-%m-%dT%H:%M:%SZ")})

        try:
            row = until(connected, "Contact", "done", "preview")
        finally:
            org.trainer("POST", "switches", {"delete_log_from": ""})

        assert (row.state, row.marked) == ("done", 2)
        assert deleted(connected, gone) == 2
