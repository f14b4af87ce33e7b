"""What every test may ask for. The servers start before Django reads its settings, so this happens on import."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import django
import pytest

from tests import servers

servers.prepare_environment()
django.setup()

pytest_plugins = ["tests.cast", "tests.placement"]


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def practice_org(tmp_path_factory) -> Iterator[servers.PracticeOrg]:
    """A practice org with a few hundred records, at the address that the settings know as PRACTICE_ORG_URL."""
    callback = f"{os.environ['PUBLIC_URL']}/connections/callback/"
    folder: Path = tmp_path_factory.mktemp("practice")
    running, child = servers.start_practice_org(folder, url=os.environ["PRACTICE_ORG_URL"], callback=callback)
    yield running
    child.stop()
