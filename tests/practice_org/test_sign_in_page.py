from __future__ import annotations

import re

import pytest
import requests

from tests.practice_org.consent import log_in


def address(org) -> str:
    return f"{org.base}/practice/orgs/{org.facts['org_id']}/sign-in"


def filled(org, **changes: str | None) -> dict[str, str]:
    """The form as it stands, with some entries changed; None unticks a box."""
    text = requests.get(address(org), timeout=60).text
    form = dict.fromkeys(re.findall(r'type="checkbox" name="(\w+)" value="1" checked', text), "1")
    form |= dict(re.findall(r'<input id="(\w+)" name="\w+"(?: type="number" min="0")? value="([^"]*)"', text))
    return {name: value for name, value in {**form, "action": "save", **changes}.items() if value is not None}


def saved(org, **changes: str | None) -> str:
    return requests.post(address(org), data=filled(org, **changes), timeout=60).text


def switches(org) -> dict[str, object]:
    return org.trainer("GET", "/facts.json")["switches"]


class TestSignInPage:
    def test_is_reached_from_the_page_of_the_org(self, org):
        text = requests.get(address(org).removesuffix("/sign-in"), timeout=60).text

        assert f"/practice/orgs/{org.facts['org_id']}/sign-in" in text

    def test_changes_nothing_when_it_is_saved_as_it_stands(self, org):
        before = switches(org)

        assert "Saved." in saved(org)
        assert switches(org) == before

    def test_saves_boxes_numbers_lists_and_a_fault(self, org):
        text = saved(
            org,
            requires_pkce=None,
            app_is_blocked="1",
            code_seconds="60",
            trusted_ranges="10.0.0.0/8, 192.0.2.1",
            login_hours="9 17",
            login_trouble="TRIAL_EXPIRED",
        )

        now = switches(org)
        assert "Saved." in text
        assert (now["requires_pkce"], now["app_is_blocked"], now["code_seconds"]) == (False, True, 60)
        assert (now["trusted_ranges"], now["login_hours"]) == (["10.0.0.0/8", "192.0.2.1"], [9, 17])
        assert now["login_trouble"] == "TRIAL_EXPIRED"

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"trusted_ranges": "somewhere"}, "somewhere is no range of addresses"),
            ({"login_hours": "9"}, "two hours of the day"),
            ({"certificate": "none"}, "no X.509 certificate"),
            ({"login_trouble": "TIRED"}, "login_trouble must be one of"),
        ],
    )
    def test_says_what_was_wrong_and_keeps_the_rest(self, org, changes, words):
        before = switches(org)

        assert words in saved(org, **changes)
        assert switches(org) == before

    def test_unlocks_users(self, org):
        org.trainer("POST", "/switches", {"lockout_after": 1})
        log_in(org, password="wrong")

        assert "1 users unlocked." in requests.post(address(org), data={"action": "unlock"}, timeout=60).text
        assert "oaapprove" in log_in(org).text

    def test_is_not_there_for_an_unknown_org(self, process):
        assert requests.get(f"{process.base}/practice/orgs/00D000000000000EAA/sign-in", timeout=60).status_code == 404
