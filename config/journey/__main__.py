"""`make demo-check`: walks the whole set-up against fresh data, a line per step; the last line on stdout is the result.

RECORDS is the number of Leads plus Contacts in the org; KILL=worker kills the worker once, amid the initial sync.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from config import env
from config.embedded import home
from config.journey import portal
from config.journey.page import Astray
from config.journey.steps import STEPS
from config.journey.walk import Walk
from config.terminal import Terminal


def main() -> int:
    """Exit status: 0 when everything is as it should be."""
    folder = Path(tempfile.mkdtemp(prefix="gangway-journey-"))
    started = time.monotonic()
    log = Terminal(sys.stderr)
    walk = None
    try:
        running = portal.start(folder, lambda _name, line: log("portal", line), records=env.number("RECORDS", 20_000))
        try:
            walk = Walk(running, kills_worker=os.environ.get("KILL") == "worker")
            is_good = _walk(walk)
        finally:
            running.stop()
    except RuntimeError as problem:
        print(problem)
        is_good = False
    finally:
        home.forget(folder / "postgres")
        shutil.rmtree(folder, ignore_errors=True)
    figures = walk.figures if walk else {}
    print(json.dumps({**EMPTY, **figures, "seconds": round(time.monotonic() - started, 1)}), flush=True)
    return 0 if is_good else 1


EMPTY = {"steps_done": 0, "people": 0, "companies": 0, "opportunities": 0, "row_errors": 0}


def _walk(walk: Walk) -> bool:
    for name, act in STEPS:
        began = time.monotonic()
        try:
            said = act(walk)
        except Astray as problem:
            print(f"FAILED {name:<20} {time.monotonic() - began:6.1f} s  {problem}", flush=True)
            return False
        print(f"done   {name:<20} {time.monotonic() - began:6.1f} s  {said}", flush=True)
    return True


if __name__ == "__main__":
    sys.exit(main())
