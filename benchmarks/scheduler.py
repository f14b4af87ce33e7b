"""How many idle cycles a second one machine keeps up: 10,000 instances with cursors and nothing to do.

A hundred of them have schemas of their own, and one practice org process answers all. The worker and the beat are the
real ones; every instance is due at once, so what is measured is what they can, not what they must.
"""

from __future__ import annotations

import os
import time
from typing import Any

import stage

INSTANCES = int(os.environ.get("INSTANCES", "10000"))
WITH_SCHEMA = 100
RECORDS = int(os.environ.get("RECORDS", "2000"))
WARM_UP, SECONDS = 20.0, float(os.environ.get("SECONDS", "120"))


def main() -> None:
    with stage.opened() as opened:
        facts = opened.start_practice_org(RECORDS)
        import fleet  # noqa: PLC0415 - Django is set up now

        fleet.make(facts["sync_user"], opened.org_url, INSTANCES, with_schema=WITH_SCHEMA)
        opened.start_worker()
        opened.run(stage.processes.program("beat", os.environ))
        time.sleep(WARM_UP)
        found = measured(fleet)
    stage.say(
        "cycles", f"{found['cycles']} in {found['seconds']:.0f} s, {found['calls']} calls, {found['failed']} failed"
    )
    if found["failed"]:
        raise SystemExit("cycles failed")
    stage.result(cycles_per_s=round(found["cycles"] / found["seconds"], 1), instances=INSTANCES)


def measured(fleet: Any) -> dict[str, Any]:
    before, began = fleet.counted(), time.monotonic()
    time.sleep(SECONDS)
    seconds, after = time.monotonic() - began, fleet.counted()
    return {"seconds": seconds, **{name: after[name] - before[name] for name in before}}


if __name__ == "__main__":
    main()
