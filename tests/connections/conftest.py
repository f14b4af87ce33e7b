from __future__ import annotations

import pytest

from apps.connections import orgs
from tests.salesforce.scripted import ScriptedOrg


@pytest.fixture
def scripted(settings):
    """A server that plays Salesforce line by line, where the practice org is expected."""
    org = ScriptedOrg()
    settings.PRACTICE_ORG_URL = org.url
    yield org
    org.close()


@pytest.fixture
def connection(cast, scripted):
    """Step 1 done: the instance is to be connected to the scripted org."""
    return orgs.choose(cast.instance, environment="practice", expected_edition="enterprise", by=cast.operator)
