"""`make chaos`: throws faults at one initial sync and the cycles after it, both ways, then compares digests.

FAULTS, RECORDS (Leads plus Contacts) and SEED are the environment's. Logs go to stderr; the last line on stdout is the
result: `changes` is what became of the values that were changed here, `lost` and `twice` are records, `hands` how often
a person had to help, `repeated_pages_max` the most pages that were read again after one fault.
"""

from __future__ import annotations

import json
import random
import sys
import time

from config import env
from tests.chaos.scene import Scene, say


def main() -> int:
    seed, number = env.number("SEED", 1), env.number("FAULTS", 200)
    scene = Scene(env.number("RECORDS", 20_000))
    try:
        scene.open()
        from tests.chaos import nights, trial  # noqa: PLC0415  Django is set up now

        nights.map_calculated()
        scene.begin()
        result = trial.run(scene, random.Random(seed), number)
    finally:
        scene.close()
    sys.stdout.write(json.dumps({"seed": seed, **result}) + "\n")
    return 0 if trial.is_good(result) else 1


if __name__ == "__main__":
    began = time.monotonic()
    code = main()
    say("chaos", f"{time.monotonic() - began:.0f} s")
    sys.exit(code)
