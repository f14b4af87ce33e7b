"""How many idle cycles a second one machine keeps up: 10,000 instances with cursors and nothing to do.

A hundred of them have schemas of their own, and one practice org process answers all. The worker and the beat are the
real ones. Every instance is due at once, and again as soon as its cycle has ended: what is measured is what they can,
not what they must.

Others may be using the machine as well: ``cpu_ms_per_cycle`` is what a cycle takes of a core, by process, and
``cycles_per_s_by_cpu`` what two cores would keep up that have nothing else to do. ORG_SECONDS: how long the org lets
each call wait, as Salesforce does.
"""

from __future__ import annotations

import os
import time
from typing import Any

import psutil
import requests
import stage

INSTANCES = int(os.environ.get("INSTANCES", "10000"))
WITH_SCHEMA = 100
RECORDS = int(os.environ.get("RECORDS", "2000"))
ORG_SECONDS = float(os.environ.get("ORG_SECONDS", "0"))
WARM_UP, SECONDS = 20.0, float(os.environ.get("SECONDS", "120"))
CORES = 2


def main() -> None:
    os.environ["CYCLE_PAUSE_SECONDS"] = "0"
    with stage.opened() as opened:
        facts = opened.start_practice_org(RECORDS)
        import fleet  # noqa: PLC0415 - Django is set up now

        fleet.make(facts["sync_user"], opened.org_url, INSTANCES, with_schema=WITH_SCHEMA)
        if ORG_SECONDS:
            slow(opened.org_url, facts["org_id"])
        opened.start_worker()
        opened.run(stage.processes.program("beat", os.environ))
        time.sleep(WARM_UP)
        found = measured(opened, fleet)
    stage.say(
        "cycles", f"{found['cycles']} in {found['seconds']:.0f} s, {found['calls']} calls, {found['failed']} failed"
    )
    if found["failed"]:
        raise SystemExit("cycles failed")
    spent = {name: round(1000 * seconds / found["cycles"], 2) for name, seconds in found["cpu"].items()}
    stage.result(
        cycles_per_s=round(found["cycles"] / found["seconds"], 1),
        instances=INSTANCES,
        cpu_ms_per_cycle={**spent, "all": round(sum(spent.values()), 2)},
        cycles_per_s_by_cpu=round(1000 * CORES / sum(spent.values()), 1),
    )


def slow(url: str, org_id: str) -> None:
    fault = {"kind": "slow", "seconds": ORG_SECONDS, "count": -1}
    requests.post(f"{url}/practice/orgs/{org_id}/faults", json=fault, timeout=30).raise_for_status()


def measured(opened: stage.Stage, fleet: Any) -> dict[str, Any]:
    before, spent, began = fleet.counted(), cpu(opened), time.monotonic()
    time.sleep(SECONDS)
    seconds, after, spent_after = time.monotonic() - began, fleet.counted(), cpu(opened)
    figures = {name: after[name] - before[name] for name in before}
    return {"seconds": seconds, "cpu": {name: spent_after[name] - spent[name] for name in spent}, **figures}


def cpu(opened: stage.Stage) -> dict[str, float]:
    """Seconds of a core so far, of each program with all that it started; those that ended count with their parent."""
    return {child.program.name: sum(map(_seconds, _family(child.pid))) for child in opened.children}


def _family(pid: int) -> list[psutil.Process]:
    leader = psutil.Process(pid)
    return [leader, *leader.children(recursive=True)]


def _seconds(process: psutil.Process) -> float:
    try:
        return float(sum(process.cpu_times()[:4]))
    except psutil.Error:
        return 0.0


if __name__ == "__main__":
    main()
