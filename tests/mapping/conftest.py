"""An instance that is signed in to the practice org, and its catalogue."""

from __future__ import annotations

import time

import pytest

from apps.connections import clients
from apps.connections.models import Connection
from apps.mapping import discovery
from apps.salesforce import soap
from tests import makers


@pytest.fixture
def instance(db, placement):
    return makers.instance()


@pytest.fixture
def mina(db):
    return makers.person(name="Mina Oh")


@pytest.fixture
def connected(instance, practice_org):
    user = practice_org.org()["sync_user"]
    url = practice_org.url
    session = soap.login(url, user["username"], user["password"], user["security_token"], practice_url=url)
    Connection.objects.create(
        instance=instance,
        environment="practice",
        expected_edition="enterprise",
        login_url=url,
        method="password",
        access_token=session.access_token,
        instance_url=session.instance_url,
    )
    return instance


@pytest.fixture
def client(connected):
    return clients.open(connected)


@pytest.fixture
def discovered(connected, client):
    """Every field of the practice org, described and measured."""
    to_the_end(lambda: discovery.advance(connected, client))
    return connected


def to_the_end(advance):
    """Chunk after chunk, as the checklist's runner does."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        standing = advance()
        if standing.is_finished:
            return standing
    raise AssertionError("it did not finish")
