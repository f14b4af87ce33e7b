"""A portal as processes: it comes up, says how to sign in, and survives the death of its parts."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import requests

from tests import servers

POOL, WORKERS = 20, 8


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).ok
    except requests.RequestException:
        return False


def _ask(url: str, times: int) -> list[int]:
    with requests.Session() as visitor:
        return [visitor.get(url, timeout=30).status_code for _ in range(times)]


def _connections() -> int:
    """That programs hold to the portal's database; whoever counts is connected to another one."""
    counted = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'"
    with psycopg.connect(os.environ["DATABASE_URL"]) as server:
        (number,) = server.execute(counted, [f"portal_{servers.worker_number()}"]).fetchone()
    return number


class TestPortal:
    def test_answers_with_its_practice_org(self, portal):
        assert _answers(f"{portal.url}/readyz")
        assert {org["name"] for org in portal.orgs()} >= {"Practice Enterprise", "Practice Professional"}

    def test_shares_few_database_connections_among_many_visitors(self, portal):
        with ThreadPoolExecutor(30) as visitors:
            answers = visitors.map(lambda _visitor: _ask(f"{portal.url}/readyz", 5), range(30))
            statuses = {status for asked in answers for status in asked}

        assert statuses == {200}
        assert _connections() <= POOL + WORKERS

    def test_starts_its_web_server_again_after_a_kill(self, portal):
        portal.kill("web")

        deadline = time.monotonic() + 30
        while not _answers(f"{portal.url}/readyz") and time.monotonic() < deadline:
            time.sleep(0.1)

        assert _answers(f"{portal.url}/readyz")
