"""How fast the initial sync fills the empty table of Leads, against psql copying the same CSV into such a table.

All in: HTTP, gzip, mapping, row errors, checkpoints, progress, in a real worker process. RECORDS is the number of
Leads; Contacts, companies and the rest come in proportion, and are part of the same initial sync.
"""

from __future__ import annotations

import math
import os
import threading
import time
from typing import Any

import stage
from stage import Stage, Worker

RECORDS = int(os.environ.get("RECORDS", "200000"))
SHARE = 0.6  # of Leads among Leads and Contacts in a practice org
PAUSE = 1.0  # seconds between two looks; each costs the machine a little
SETTLE = 3.0  # seconds until an idle worker has settled
LONGEST = 3600.0


def main() -> None:
    with stage.opened() as opened:
        facts = opened.start_practice_org(math.ceil(RECORDS / SHARE))
        import setting  # noqa: PLC0415 - Django is set up now

        instance = setting.make(facts, opened.org_url)
        stage.say("bench", f"reading the CSV of {RECORDS} leads for psql")
        csv = setting.lead_csv(instance, opened.folder / "leads.csv")
        copied = [copy_seconds(opened, setting.reference(instance, csv))]
        worker = opened.start_worker()
        time.sleep(SETTLE)
        idle = worker.mib()
        memory = Memory(worker)
        setting.begin(instance)
        wait_done(setting, instance)
        peak = memory.highest()
        copied.append(copy_seconds(opened, setting.reference(instance, csv)))
        measured = setting.measured(instance)
        stage.say("bench", f"{measured}; psql took {copied[0]:.2f} s before and {copied[1]:.2f} s after")
    rows_per_s, best = measured["rows"] / measured["seconds"], measured["rows"] / min(copied)
    stage.result(
        rows_per_s=round(rows_per_s),
        copy_rows_per_s=round(best),
        ratio=round(rows_per_s / best, 3),
        peak_worker_mib=round(peak),
        idle_worker_mib=round(idle),
        api_calls=measured["calls"],
    )


def copy_seconds(opened: Stage, script: str) -> float:
    began = time.monotonic()
    opened.psql(script)
    return time.monotonic() - began


def wait_done(setting: Any, instance: Any) -> None:
    deadline = time.monotonic() + LONGEST
    while (state := setting.state(instance)) != "done":
        if state == "failed" or time.monotonic() > deadline:
            raise SystemExit(f"the initial sync is {state}")
        time.sleep(PAUSE)


class Memory:
    """Looks at a worker's memory while it works."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._seen = [worker.mib()]
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._stop.wait(PAUSE):
            self._seen.append(self._worker.mib())

    def highest(self) -> float:
        self._stop.set()
        self._thread.join()
        return max(self._seen)


if __name__ == "__main__":
    main()
