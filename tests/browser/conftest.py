"""Real Chromium, as Debian packages it."""

import pytest

from config import chromium


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, **chromium.launch_options()}
