"""The embedded PostgreSQL comes up after whatever happened to it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest

from config import keys, ports
from config.child import ROOT, Child
from config.embedded import home, throwaway
from config.embedded.postgres import NOBODYS_PID, Postgres
from config.trouble import CannotStart
from tests.servers import Log


@pytest.fixture(scope="module")
def cluster():
    folder = throwaway.folder("cluster")
    yield Postgres(home.find(folder / "postgres"), ports.free(), keys.load(folder / "keys.json"))
    throwaway.remove(folder)


def bring_up(cluster: Postgres) -> Child:
    cluster.prepare()
    child = Child(cluster.program(), Log())
    cluster.wait_ready(lambda: child.exit_code() is None, seconds=60)
    cluster.ensure_role()
    return child


class TestPostgres:
    def test_keeps_what_was_committed_when_everything_is_killed(self, cluster):
        child = bring_up(cluster)
        with psycopg.connect(cluster.url) as connection:
            connection.execute("create table kept as select 42 as answer")

        child.kill()
        child = bring_up(cluster)

        with psycopg.connect(cluster.url) as connection:
            assert connection.execute("select answer from kept").fetchone() == (42,)
        child.stop()

    def test_takes_over_from_a_server_that_outlived_its_portal(self, cluster):
        left = bring_up(cluster)

        child = bring_up(cluster)

        assert left.wait(10)
        assert child.exit_code() is None
        child.stop()

    def test_starts_although_its_old_number_belongs_to_another_process(self, cluster):
        child = bring_up(cluster)
        lock = cluster.home.data / "postmaster.pid"
        lines = lock.read_text().splitlines()
        child.kill()
        lock.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")

        cluster.prepare()

        assert lock.read_text().splitlines()[0] == str(NOBODYS_PID)
        bring_up(cluster).stop()

    def test_starts_although_its_pid_file_was_cut_short(self, cluster):
        bring_up(cluster).stop()
        (cluster.home.data / "postmaster.pid").write_text("")

        child = bring_up(cluster)

        assert child.exit_code() is None
        child.stop()

    def test_does_not_run_as_root(self, cluster):
        child = bring_up(cluster)

        assert psutil.Process(child.pid).uids().real != 0
        child.stop()

    def test_listens_on_this_machine_alone_and_asks_for_a_password(self, cluster):
        child = bring_up(cluster)

        addresses = {each.laddr.ip for each in psutil.Process(child.pid).net_connections() if each.status == "LISTEN"}
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(cluster.url.replace(cluster.keys.portal_password, "wrong"))

        assert addresses == {"127.0.0.1"}
        child.stop()

    def test_refuses_data_of_another_version_with_a_sentence(self, cluster):
        bring_up(cluster).stop()
        stamp = cluster.home.data / "PG_VERSION"
        stamp.write_text("16\n")

        with pytest.raises(CannotStart, match="made by PostgreSQL 16, and this is 18"):
            cluster.prepare()

        stamp.write_text("18\n")

    def test_says_so_when_it_cannot_come_up(self, cluster):
        cluster.prepare()
        with pytest.raises(CannotStart, match="its log says why"):
            cluster.wait_ready(lambda: False)

    def test_ends_in_order_when_asked(self, cluster):
        child = bring_up(cluster)

        psutil.Process(child.pid).send_signal(signal.SIGINT)

        assert child.wait(30)
        assert child.exit_code() == 0


class TestHome:
    @pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another user")
    def test_moves_the_data_out_of_a_closed_folder(self, tmp_path):
        closed = tmp_path / "closed"
        closed.mkdir(mode=0o700)

        found = home.find(closed / "postgres")

        assert found.user == "nobody"
        assert not found.data.is_relative_to(closed)
        home.forget(closed / "postgres")
        assert not found.data.exists()

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another user")
    def test_uses_no_folder_that_somebody_else_made(self, tmp_path):
        closed = tmp_path / "theirs"
        closed.mkdir(mode=0o700)
        moved = home.find(closed / "postgres").data.parent
        os.chown(moved, 12345, 12345)

        with pytest.raises(CannotStart, match="belongs to somebody else"):
            home.find(closed / "postgres")

        shutil.rmtree(moved)


class TestThrowaway:
    def test_removes_what_a_killed_maker_left(self):
        code = "import os; from config.embedded import throwaway; print(throwaway.folder('sample')); os._exit(9)"
        killed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
        left = Path(killed.stdout.strip())
        assert left.is_dir()

        made = throwaway.folder("sample")

        assert not left.exists()
        throwaway.remove(made)
        assert not made.exists()
