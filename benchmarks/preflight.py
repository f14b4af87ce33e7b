"""How long a fresh org takes from typed credentials to all its checks, and what that costs it.

`seconds` is from the first question to the judged step; `api_calls` is what the org itself counted. RECORDS: Leads and
Contacts of the org.
"""

from __future__ import annotations

import os
import time

import requests
import stage

RECORDS = int(os.environ.get("RECORDS", "20000"))


def main() -> None:
    with stage.opened() as opened:
        facts = opened.start_practice_org(RECORDS)
        import fresh_org  # noqa: PLC0415 - Django is set up now

        instance = fresh_org.signed_in(facts["sync_user"])
        before = counted(opened.org_url, facts["org_id"])
        began = time.monotonic()
        answers = fresh_org.preflight(instance)
        seconds = time.monotonic() - began
        calls = counted(opened.org_url, facts["org_id"]) - before
        stage.say("preflight", f"{answers} checks were answered")
    stage.result(seconds=round(seconds, 2), api_calls=calls)


def counted(url: str, org_id: str) -> int:
    """The org's own count."""
    answer = requests.get(f"{url}/practice/orgs/{org_id}/facts.json", timeout=30)
    return int(answer.json()["calls"]["used"])


if __name__ == "__main__":
    main()
