"""The price before the start, and the truth beside it afterwards."""

from __future__ import annotations

import time

import pytest

from apps.connections import clients
from apps.mapping import duplicates
from apps.sync import estimate, figures, standing, truth
from tests.sync.conftest import to_the_end


@pytest.fixture
def read(connected):
    """Step 11 has read everybody."""
    client = clients.open(connected)
    deadline = time.monotonic() + 60
    while not (found := duplicates.advance(connected, client)).is_finished:
        assert time.monotonic() < deadline
        time.sleep(min(found.wait, 0.2))
    return connected


class TestMake:
    def test_counts_what_the_sync_user_sees(self, connected, org):
        made = estimate.make(connected)

        leads = next(each for each in made["objects"] if each["object"] == "Lead")
        assert leads["records"] == org.colleague.count("Lead")
        assert made["records"] == sum(each["records"] for each in made["objects"])

    def test_rests_on_other_orgs_before_this_one_was_read(self, connected):
        assert estimate.make(connected)["rests_on"] == 0

    def test_rests_on_the_org_s_own_pace_once_its_people_were_read(self, read, org):
        made = estimate.make(read)

        assert made["rests_on"] == org.colleague.count("Lead") + org.colleague.count("Contact")
        assert made["seconds"][0] <= made["seconds"][1]


class TestTruth:
    def test_is_unknown_before_the_sync_began(self, connected):
        estimate.make(connected)

        assert truth.of(connected, figures.of(connected)) is None

    def test_stands_beside_the_estimate_afterwards(self, read):
        made = estimate.make(read)

        to_the_end(read)

        found = truth.of(read, figures.of(read))
        assert found.is_over
        assert found.records == (made["records"], standing.of(read).records)
        assert found.jobs[0] == found.jobs[1] == made["jobs"]
        assert found.calls[1] > 0 < found.seconds
        assert all(line.estimated == line.here for line in found.lines)

    def test_lies_within_the_estimated_time(self, read):
        estimate.make(read)

        to_the_end(read)

        found = truth.of(read, figures.of(read))
        assert found.low <= found.high
        assert found.seconds <= found.high
