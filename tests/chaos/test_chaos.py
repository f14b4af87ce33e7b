"""A short trial of what `make chaos` does at length."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from config import env
from config.journey.portal import NOT_INHERITED

SHORT = {"FAULTS": "10", "RECORDS": "5000", "SEED": "4"}
LONGEST = 900


class TestChaos:
    def test_loses_nothing_repeats_no_page_and_needs_no_hand(self):
        clean = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}

        ended = subprocess.run(
            [sys.executable, "-m", "tests.chaos"],
            cwd=env.ROOT,
            env={**clean, **SHORT},
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )

        assert ended.returncode == 0, ended.stderr[-4000:]
        result = json.loads(ended.stdout.splitlines()[-1])
        assert result["records"] > 5000
        assert result["digest_equal"]
        assert (result["lost"], result["twice"], result["hands"]) == (0, 0, 0)
        assert result["repeated_pages_max"] == 1
        assert result["changes"]["written"] > 0
