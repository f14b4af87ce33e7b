"""A portal as processes: it comes up, says how to sign in, and survives the death of its parts."""

from __future__ import annotations

import time

import requests


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).ok
    except requests.RequestException:
        return False


class TestPortal:
    def test_answers_with_its_practice_org(self, portal):
        assert _answers(f"{portal.url}/readyz")
        assert {org["name"] for org in portal.orgs()} >= {"Practice Enterprise", "Practice Professional"}

    def test_starts_its_web_server_again_after_a_kill(self, portal):
        portal.kill("web")

        deadline = time.monotonic() + 30
        while not _answers(f"{portal.url}/readyz") and time.monotonic() < deadline:
            time.sleep(0.1)

        assert _answers(f"{portal.url}/readyz")
