"""`make demo-check`: walks the whole set-up against fresh data, a line per step; the last line on stdout is the result.

RECORDS is the number of Leads plus Contacts in the org; KILL=worker kills the worker once, amid the initial sync.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import requests

from apps.salesforce.errors import SalesforceError
from config import env
from config.embedded import throwaway
from config.journey import portal
from config.journey.page import Astray
from config.journey.steps import STEPS
from config.journey.walk import Walk
from config.terminal import Terminal

NOTHING = {"steps_done": 0, "people": 0, "companies": 0, "opportunities": 0, "row_errors": 0}


def main() -> int:
    """Exit status: 0 when everything is as it should be."""
    started = time.monotonic()
    figures: dict[str, int] = {}
    folder = throwaway.folder("journey")
    try:
        is_good = _rehearse(folder, figures)
    finally:
        throwaway.remove(folder)
    print(json.dumps({**NOTHING, **figures, "seconds": round(time.monotonic() - started, 1)}), flush=True)
    return 0 if is_good else 1


def _rehearse(folder: Path, figures: dict[str, int]) -> bool:
    log = Terminal(sys.stderr)
    try:
        running = portal.start(folder, lambda _name, line: log("portal", line), records=env.number("RECORDS", 20_000))
    except RuntimeError as problem:
        print(f"FAILED start: {problem}", flush=True)
        return False
    try:
        return _walk(Walk(running, kills_worker=os.environ.get("KILL") == "worker", figures=figures))
    finally:
        running.stop()


def _walk(walk: Walk) -> bool:
    for name, act in STEPS:
        began = time.monotonic()
        try:
            said = act(walk)
        except (Astray, SalesforceError, requests.RequestException) as problem:
            print(f"FAILED {name:<18} {time.monotonic() - began:6.1f} s  {problem}", flush=True)
            return False
        print(f"done   {name:<18} {time.monotonic() - began:6.1f} s  {said}", flush=True)
    return True


if __name__ == "__main__":
    sys.exit(main())
