from __future__ import annotations

import time

import pytest

from apps.sync import checkpoints, pages, row_errors
from apps.sync.errors import Overtaken
from apps.sync.reader import Reader
from tests.sync.conftest import Onlooker, lead_id, record


@pytest.fixture
def reader(connection):
    connection.autocommit = True
    return Reader(connection, None, Onlooker(), cycle=1, deadline=time.monotonic() + 60, on_page=lambda _place: None)


@pytest.fixture
def place(connection, reader):
    checkpoints.lay(connection, ["Lead"], "initial")
    found = checkpoints.of(connection, "initial")["Lead"]
    return checkpoints.move(connection, found, job_id="rest", way="rest")


def number(connection):
    return connection.execute("SELECT count(*) FROM person_lead").fetchone()[0]


class TestAPage:
    def test_commits_records_counts_and_checkpoint_together(self, connection, plan, reader, place):
        moved = pages.from_rest(reader, plan, place, [record(1), record(2)], is_done=False, locator=lead_id(2))

        stored = checkpoints.of(connection, "initial")["Lead"]
        assert number(connection) == 2
        assert (stored.pages, stored.rows, stored.locator) == (1, 2, lead_id(2))
        assert connection.execute("SELECT object, rows FROM sync_count").fetchall() == [("Lead", 2)]
        assert moved == stored

    def test_of_a_worker_that_was_overtaken_changes_nothing(self, connection, plan, reader, place):
        pages.from_rest(reader, plan, place, [record(1)], is_done=False, locator=lead_id(1))

        with pytest.raises(Overtaken):
            pages.from_rest(reader, plan, place, [record(1), record(2)], is_done=False, locator=lead_id(2))

        assert number(connection) == 1

    def test_is_not_taken_twice_when_it_was_the_only_one(self, connection, plan, reader, place):
        pages.from_rest(reader, plan, place, [record(1, NumberOfEmployees="many")], is_done=True, locator=None)

        with pytest.raises(Overtaken):
            pages.from_rest(reader, plan, place, [record(1)], is_done=True, locator=None)

        assert [cause.number for cause in row_errors.causes(connection)] == [1]

    def test_rolls_back_whole(self, connection, plan, reader, place):
        def stop(*_args):
            raise KeyboardInterrupt

        broken = [record(1), {**record(2), "Name": object()}]

        with pytest.raises(TypeError):
            pages.from_rest(reader, plan, place, broken, is_done=False, locator=lead_id(2))

        assert number(connection) == 0
        assert checkpoints.of(connection, "initial")["Lead"].pages == 0
