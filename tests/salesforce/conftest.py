from __future__ import annotations

import pytest

from apps.salesforce.client import Client
from tests.salesforce.scripted import ScriptedOrg


@pytest.fixture
def org():
    scripted = ScriptedOrg()
    yield scripted
    scripted.close()


@pytest.fixture
def client(org):
    return Client(org.url, "token-1", practice_url=org.url)
