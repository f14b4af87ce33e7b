"""Keys are made once and kept to ourselves; ports are remembered."""

from __future__ import annotations

import socket

import pytest

from config import keys, ports
from config.trouble import CannotStart


class TestLoad:
    def test_makes_keys_once(self, tmp_path):
        first = keys.load(tmp_path / "keys.json")

        assert keys.load(tmp_path / "keys.json") == first

    def test_lets_nobody_else_read_them(self, tmp_path):
        keys.load(tmp_path / "keys.json")

        assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600

    def test_does_not_make_new_ones_over_a_file_that_it_cannot_read(self, tmp_path):
        (tmp_path / "keys.json").write_text('{"secret_key": "half')

        with pytest.raises(CannotStart, match="from a backup"):
            keys.load(tmp_path / "keys.json")

        assert (tmp_path / "keys.json").read_text() == '{"secret_key": "half'


class TestMemory:
    def test_gives_each_server_its_port_again(self, tmp_path):
        first = ports.Memory(tmp_path / "ports.json").choose("postgres")

        assert ports.Memory(tmp_path / "ports.json").choose("postgres") == first

    def test_takes_another_when_somebody_has_it(self, tmp_path):
        memory = ports.Memory(tmp_path / "ports.json")
        first = memory.choose("postgres")
        with socket.create_server(("127.0.0.1", first)):
            second = memory.choose("postgres")

        assert second != first
        assert memory.recall("postgres") == second

    def test_forgets_rather_than_fails_after_a_power_cut(self, tmp_path):
        (tmp_path / "ports.json").write_text('{"postgres": 54')

        assert ports.Memory(tmp_path / "ports.json").recall("postgres") is None
