"""Hundreds of orgs in one process: open while they are used, and no longer."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
import requests

from apps.practice_org.storage import MOST_OPEN, Engine, Storage
from tests.practice_org.client import Process

MANY = MOST_OPEN + 8


@pytest.fixture
def engine(tmp_path):
    made = Engine(tmp_path)
    yield made
    made.close()


@pytest.fixture
def storages(engine, tmp_path):
    made = [Storage(engine, tmp_path / f"org{number:04d}", fill_with(number)) for number in range(MANY)]
    yield made
    for storage in made:
        storage.close()


def fill_with(number):
    return lambda cursor: cursor.execute(f"CREATE TABLE own AS SELECT {number} AS number")


def number_in(storage):
    with storage.reading() as cursor:
        return cursor.execute("SELECT number FROM own").fetchone()[0]


class TestStorage:
    def test_closes_whom_nobody_used_for_longest(self, storages):
        numbers = [number_in(storage) for storage in storages]

        assert numbers == list(range(MANY))
        assert [storage.is_open for storage in storages] == [False] * 8 + [True] * MOST_OPEN

    def test_opens_again_with_what_was_written(self, storages):
        with storages[0].writing() as cursor:
            cursor.execute("UPDATE own SET number = 77")

        for storage in storages[1:]:
            number_in(storage)

        assert not storages[0].is_open
        assert number_in(storages[0]) == 77

    def test_stays_open_while_somebody_reads(self, storages):
        with storages[0].reading() as cursor:
            for storage in storages[1:]:
                number_in(storage)
            found = cursor.execute("SELECT number FROM own").fetchone()

        assert found == (0,)

    def test_serves_many_readers_of_many_orgs(self, storages):
        wrong = []

        def read(first):
            turn = storages[first:] + storages[:first]
            wrong.extend(one.name for one in turn if number_in(one) != storages.index(one))

        readers = [threading.Thread(target=read, args=(first,)) for first in (0, 13, 29)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()

        assert wrong == []

    def test_forgets_what_a_killed_fill_left(self, engine, tmp_path):
        folder = tmp_path / "half"
        folder.mkdir()
        (folder / "filling.duckdb").write_bytes(b"half a file")
        storage = Storage(engine, folder, fill_with(5))

        assert number_in(storage) == 5
        assert sorted(path.name for path in folder.iterdir()) == ["records.duckdb"]
        storage.close()


class TestHundreds:
    def test_of_orgs_start_fast_and_weigh_little(self, tmp_path):
        process = Process(tmp_path, records=50).start()
        before = megabytes(process)
        with requests.Session() as session:
            for number in range(300):
                made = session.post(f"{process.base}/practice/orgs", json={"name": f"Org {number}"}, timeout=60)
                assert made.status_code == 201
        after = megabytes(process)
        process.stop()

        again = Process(tmp_path, records=50).start()
        orgs = again.orgs()
        lead = again.org("Org 299").sign_in().query("SELECT COUNT() FROM Lead")["totalSize"]
        again.stop()

        assert len(orgs) == 304
        assert lead == 30
        assert after - before < 150


def megabytes(process: Process) -> float:
    """The memory that the process really holds."""
    text = Path(f"/proc/{process.pid}/statm").read_text(encoding="utf-8")
    return int(text.split()[1]) * 4096 / 1e6
