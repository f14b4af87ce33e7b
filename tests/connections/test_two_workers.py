"""Two worker processes and one refresh token that rotates: Salesforce ends the grant if one is offered twice."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection as database

from apps.connections import orgs
from apps.connections.models import Connection, Method
from tests.connections.rotating_org import FIRST, RotatingOrg

ROOT = Path(__file__).resolve().parents[2]
TURNS = 1000


@pytest.fixture
def org(settings):
    rotating = RotatingOrg()
    settings.PRACTICE_ORG_URL = rotating.url
    yield rotating
    rotating.close()


@pytest.fixture
def instance(cast, org):
    orgs.choose(cast.instance, environment="practice", expected_edition="enterprise", by=cast.operator)
    columns = {"method": Method.OAUTH, "access_token": "access-0", "refresh_token": FIRST, "instance_url": org.url}
    Connection.objects.of(cast.instance).update(consumer_key="k", consumer_secret="s", **columns)
    return cast.instance


@pytest.mark.django_db(transaction=True)
class TestTwoWorkers:
    def test_use_a_rotating_grant_one_at_a_time_and_lose_none_of_a_thousand(self, org, instance):
        workers = [_worker(instance, org) for _number in range(2)]

        asked = [int(worker.communicate(timeout=300)[0]) for worker in workers]

        assert [worker.returncode for worker in workers] == [0, 0]
        assert not org.is_revoked
        assert org.most_at_once == 1
        assert TURNS <= org.turn <= sum(asked)
        assert min(asked) > 0
        stored = Connection.objects.of(instance).get()
        assert (stored.access_token, stored.refresh_token) == (f"access-{org.turn}", org.refresh_token)
        assert stored.refused_at is None


def _worker(instance, org):
    command = [sys.executable, "-m", "tests.connections.renewing_worker", str(instance.pk), str(TURNS)]
    environment = {**os.environ, "DATABASE_URL": _address(), "PRACTICE_ORG_URL": org.url}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def _address() -> str:
    """Of the test's own database, for other processes."""
    its = database.settings_dict
    return f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/{its['NAME']}"
