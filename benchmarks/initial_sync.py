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
OBVIOUS = 20_000  # Leads, enough for a rate
PAUSE = 1.0  # seconds between two looks; each costs the machine a little
SETTLE = 3.0  # seconds until an idle worker has settled
LONGEST = 3600.0


def main() -> None:
    with stage.opened() as opened:
        facts = opened.start_practice_org(math.ceil(RECORDS / SHARE))
        import obvious  # noqa: PLC0415 - Django is set up now
        import setting  # noqa: PLC0415

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
        first = setting.measured(instance, since="before")
        calls = setting.calls(instance)
        stage.say("bench", f"{first}; psql took {copied[0]:.2f} s before and {copied[1]:.2f} s after")
        wait_done(setting, instance, "verify-sync")  # its cycle and a second first sync would disturb each other
        setting.begin_again(instance)
        wait_done(setting, instance)
        again = setting.measured(instance, since="asked")
        stage.say("bench", f"into the full table: {again}")
        obvious_rows_per_s = obvious.rows_per_s(instance, OBVIOUS)
    rows_per_s, upserts_per_s = (each["rows"] / each["seconds"] for each in (first, again))
    best = first["rows"] / min(copied)
    stage.result(
        rows_per_s=round(rows_per_s),
        copy_rows_per_s=round(best),
        ratio=round(rows_per_s / best, 3),
        upsert_rows_per_s=round(upserts_per_s),
        upsert_ratio=round(upserts_per_s / best, 3),
        obvious_rows_per_s=round(obvious_rows_per_s),
        obvious_ratio=round(rows_per_s / obvious_rows_per_s, 1),
        peak_worker_mib=round(peak),
        idle_worker_mib=round(idle),
        worker_growth_mib=round(peak - idle),
        api_calls=calls,
    )


def copy_seconds(opened: Stage, script: str) -> float:
    began = time.monotonic()
    opened.psql(script)
    return time.monotonic() - began


def wait_done(setting: Any, instance: Any, slug: str = "initial-sync") -> None:
    deadline = time.monotonic() + LONGEST
    while (state := setting.state(instance, slug)) != "done":
        if state == "failed" or time.monotonic() > deadline:
            raise SystemExit(f"{slug} is {state}")
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
