"""What every test may ask for. The servers start before Django reads its settings, so this happens on import."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest

from config import chromium
from config.journey.portal import Portal, start
from tests import servers

servers.prepare_environment()
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
# parallel workers must not inherit it: they would read the settings before their own servers are named
del os.environ["DJANGO_SETTINGS_MODULE"]

pytest_plugins = ["tests.cast", "tests.placement", "tests.short_list"]


@pytest.fixture(autouse=True)
def _quick_start(settings):
    """No slow hashes, and no list of all static files for each test client."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(scope="session")
def practice_org(tmp_path_factory) -> Iterator[servers.PracticeOrg]:
    """A practice org with a few hundred records, at the address that the settings know as PRACTICE_ORG_URL."""
    callback = f"{os.environ['PUBLIC_URL']}/connections/callback/"
    folder: Path = tmp_path_factory.mktemp("practice")
    running, child = servers.start_practice_org(folder, url=os.environ["PRACTICE_ORG_URL"], callback=callback)
    yield running
    child.stop()


@pytest.fixture(scope="session")
def portal(tmp_path_factory) -> Iterator[Portal]:
    """A whole portal as processes (web, worker, beat, practice org) on fresh data, for journeys and browsers.

    Its tables are its own: a test sees what a visitor sees.
    """
    log = servers.Log()
    database = servers.own_database(f"portal_{servers.worker_number()}")
    try:
        running = start(tmp_path_factory.mktemp("portal"), log, records=servers.SMALL, **database)
    except RuntimeError as problem:
        pytest.fail(f"{problem}\n{log}")
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args) -> dict[str, Any]:
    """Debian's Chromium, alone in the world: nothing but our pages is fetched."""
    return {**browser_type_launch_args, **chromium.launch_options()}
