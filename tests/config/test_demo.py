"""What stops a demo from starting is said in one sentence, and nothing is left running."""

from __future__ import annotations

import fcntl
import os
import socket
import subprocess
import sys

from config import ports
from config.child import ROOT


def demo(folder, **environment: str) -> subprocess.CompletedProcess[str]:
    """One that is expected to end by itself."""
    command = [sys.executable, "-m", "config.demo"]
    given = {**os.environ, "DATA_DIR": str(folder), "PORT": str(ports.free()), **environment}
    return subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, timeout=60, check=False)


class TestDemo:
    def test_names_the_port_that_is_taken_and_another_to_try(self, tmp_path):
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            ended = demo(tmp_path, PORT=str(port))

        assert ended.returncode == 1
        assert ended.stderr.strip().endswith(
            f"port {port} is taken by another program. Stop it, or try: make demo PORT={port + 1}"
        )

    def test_runs_once_on_the_same_data(self, tmp_path):
        with (tmp_path / "demo.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            ended = demo(tmp_path)

        assert ended.returncode == 1
        assert "another `make demo` is at work on" in ended.stderr

    def test_says_so_when_its_database_does_not_answer(self, tmp_path):
        nowhere = f"postgresql://gangway@127.0.0.1:{ports.free()}/gangway"
        ended = demo(tmp_path, DATABASE_URL=nowhere)

        assert ended.returncode == 1
        assert "“migrate” failed; the lines above say why." in ended.stderr
        assert "Traceback" not in ended.stderr

    def test_refuses_an_environment_that_it_cannot_read(self, tmp_path):
        ended = demo(tmp_path, PORT="eighty")

        assert ended.returncode == 1
        assert "PORT is “eighty”, which is not a whole number" in ended.stderr


class TestReset:
    def test_deletes_nothing_unless_it_is_meant(self, tmp_path):
        (tmp_path / "keys.json").write_text("{}")
        environment = {**os.environ, "DATA_DIR": str(tmp_path)}
        command = [sys.executable, "-m", "config.reset"]

        asked = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        meant = subprocess.run(command, cwd=ROOT, env={**environment, "SURE": "yes"}, capture_output=True, check=False)

        assert asked.returncode == 1
        assert "make reset SURE=yes" in asked.stderr
        assert meant.returncode == 0
        assert not (tmp_path / "keys.json").exists()
