"""What a cycle costs that has nothing to do: the calls that the org itself counts, and the seconds.

All twelve objects of an org are in step before it. RECORDS: Leads and Contacts of the org.
"""

from __future__ import annotations

import os
import statistics
import time
from typing import Any

import requests
import stage

RECORDS = int(os.environ.get("RECORDS", "5000"))
ROUNDS = 20
PAGES = 60


def main() -> None:
    with stage.opened() as opened:
        facts = opened.start_practice_org(RECORDS)
        import setting  # noqa: PLC0415 - Django is set up now

        instance = setting.make(facts, opened.org_url)
        in_step(instance)
        before = counted(opened.org_url, facts["org_id"])
        seconds = [timed(instance) for _each in range(ROUNDS)]
        calls = counted(opened.org_url, facts["org_id"]) - before
    stage.say("calls", f"{calls} in {ROUNDS} cycles; the slowest took {max(seconds):.3f} s")
    stage.result(api_calls=calls / ROUNDS, seconds=round(statistics.median(seconds), 3))


def in_step(instance: Any) -> None:
    """The initial sync, and the first cycle after it, which looks at everything once."""
    from apps.sync import cycles, initial, watch  # noqa: PLC0415

    class Onlooker(watch.Watch):
        def alive(self) -> None:
            pass

        def saved(self, done: int, total: int | None) -> None:
            pass

    while (turn := initial.carry_on(instance, Onlooker())).again_in is not None:
        time.sleep(min(turn.again_in, 0.5))
    while cycles.run(instance, hurry=True, is_watched=True) is not None:
        continue


def timed(instance: Any) -> float:
    from apps.sync import cycles  # noqa: PLC0415

    began = time.monotonic()
    cycles.run(instance, hurry=True, is_watched=True)
    return time.monotonic() - began


def counted(url: str, org_id: str) -> int:
    orgs = requests.get(f"{url}/practice/orgs.json", timeout=60).json()["orgs"]
    return int(next(org["calls"]["used"] for org in orgs if org["org_id"] == org_id))


if __name__ == "__main__":
    main()
