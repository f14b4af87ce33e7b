from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.practice_org.client import ROOT, Org, Process
from tests.practice_org.secure import Secure
from tests.practice_org.secure import start as start_secure

PAYLOADS = ROOT.parent / "shared" / "reference" / "salesforce-payloads"


@pytest.fixture(scope="session")
def process(tmp_path_factory) -> Iterator[Process]:
    running = Process(tmp_path_factory.mktemp("practice_org")).start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def seeded(process) -> Org:
    """The large org as it was seeded; no test changes it."""
    return process.org().sign_in()


@pytest.fixture
def org(process) -> Org:
    """A small org for one test, which may do to it what it likes."""
    return process.new_org().sign_in()


@pytest.fixture
def professional(process) -> Org:
    return process.new_org("professional").sign_in()


@pytest.fixture
def recording():
    """Reads a recorded payload; the test is skipped where the recordings are not at hand."""

    def read(name: str) -> Any:
        path: Path = PAYLOADS / name
        if not path.exists():
            pytest.skip(f"no recording {name} beside this checkout")
        return json.loads(path.read_text(encoding="utf-8"))

    return read


@pytest.fixture(scope="session")
def secure(tmp_path_factory) -> Iterator[Secure]:
    """A practice org on https that calls itself Salesforce."""
    running = start_secure(tmp_path_factory.mktemp("secure"))
    yield running
    running.process.stop()


@pytest.fixture
def recording_text():
    """Reads a recorded payload that is no JSON, byte for byte."""

    def read(name: str) -> str:
        path: Path = PAYLOADS / name
        if not path.exists():
            pytest.skip(f"no recording {name} beside this checkout")
        return path.read_bytes().decode()

    return read
