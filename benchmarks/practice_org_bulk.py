"""How fast the practice org seeds a million leads and hands out bulk results to a client that throws them away.

Measured from the POST that makes the job to the last byte of its last page, gzip on the wire, bytes counted as CSV.
`new` is a result that the org renders for this job, the best of several; `again` is one that it has kept.
`cpu_s` is the processor time of the org alone, so `*_per_cpu_s` is what one core gives, however busy the machine is.
With `--core N` the org has that core only and the client the others.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import requests

ROOT = Path(__file__).resolve().parent.parent
VERSION = "/services/data/v60.0"
ENVELOPE = (
    '<se:Envelope xmlns:se="http://schemas.xmlsoap.org/soap/envelope/"><se:Body>'
    '<login xmlns="urn:partner.soap.sforce.com">'
    "<username>{}</username><password>{}</password></login></se:Body></se:Envelope>"
)
LEAD_SHARE = 0.6  # of leads and contacts together
FIELDS = 60
PAGE = 100_000


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--leads", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--core", type=int, help="the only core of the org")
    parser.add_argument("--data-dir", type=Path, help="kept from one measurement to the next; seeding counts once")
    options = parser.parse_args()
    figures: dict[str, Any] = {"leads": options.leads, "core": options.core, "load": os.getloadavg()}
    with tempfile.TemporaryDirectory() as folder, running(options, options.data_dir or Path(folder)) as org:
        figures |= {"seed_s": round(org.started_in, 1), "seed_cpu_s": round(org.cpu(), 1)}
        figures |= measure(org, options.rounds)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    sys.stdout.write(json.dumps({**figures, "org_max_rss_mib": used.ru_maxrss // 1024}) + "\n")


@dataclass(frozen=True, slots=True)
class Org:
    base: str
    pid: int
    started_in: float

    def cpu(self) -> float:
        """Seconds of all its threads so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def running(options: argparse.Namespace, folder: Path) -> Iterator[Org]:
    started = time.monotonic()
    command = [sys.executable, "-m", "apps.practice_org", "--port", "0", "--data-dir", str(folder)]
    command += ["--records", str(round(options.leads / LEAD_SHARE))]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if options.core is not None:
        os.sched_setaffinity(child.pid, {options.core})
        os.sched_setaffinity(0, os.sched_getaffinity(0) - {options.core})
    try:
        base = child.stdout.readline().split()[-1] if child.stdout else ""
        yield Org(base, child.pid, time.monotonic() - started)
    finally:
        child.terminate()
        child.wait(20)


def measure(org: Org, rounds: int) -> dict[str, Any]:
    session = signed_in(org.base)
    fields = [field["name"] for field in session.get(org.base + VERSION + "/sobjects/Lead/describe").json()["fields"]]
    chosen = [name for name in fields if name != "Address"][:FIELDS]
    job = {"operation": "query", "query": f"SELECT {', '.join(chosen)} FROM Lead"}
    new = []
    for _ in range(rounds):
        forget_results(org.base)
        new.append(run(session, org, job))
    best = max(new, key=lambda one: one["rows_per_s"])
    return {"fields": len(chosen), "page": PAGE, "new": best, "again": run(session, org, job)}


def forget_results(base: str) -> None:
    """A result is kept as long as the org does not move; a switch that is set as it was moves it."""
    org_id = requests.get(base + "/practice/orgs.json", timeout=60).json()["orgs"][0]["org_id"]
    requests.post(f"{base}/practice/orgs/{org_id}/switches", json={}, timeout=60)


def signed_in(base: str) -> requests.Session:
    user = requests.get(base + "/practice/orgs.json", timeout=60).json()["orgs"][0]["sync_user"]
    body = ENVELOPE.format(escape(user["username"]), escape(user["password"] + user["security_token"]))
    reply = requests.post(
        base + "/services/Soap/u/59.0", data=body.encode(), headers={"SOAPAction": "login"}, timeout=60
    )
    found = re.search("<sessionId>(.*?)</sessionId>", reply.text)
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {found[1] if found else ''}"
    return session


def run(session: requests.Session, org: Org, job: dict[str, str]) -> dict[str, float]:
    cpu, started = org.cpu(), time.monotonic()
    address = (
        f"{org.base}{VERSION}/jobs/query/" + session.post(org.base + VERSION + "/jobs/query", json=job).json()["id"]
    )
    while session.get(address).json()["state"] not in {"JobComplete", "Failed"}:
        time.sleep(0.02)
    made = time.monotonic()
    rows, packed, raw = read(session, address)
    seconds, used = time.monotonic() - started, org.cpu() - cpu
    return {
        "rows": rows,
        "csv_mb": round(raw / 1e6, 1),
        "gzip_mb": round(packed / 1e6, 1),
        "s": round(seconds, 2),
        "until_complete_s": round(made - started, 2),
        "cpu_s": round(used, 2),
        "rows_per_s": round(rows / seconds),
        "csv_mb_per_s": round(raw / 1e6 / seconds),
        "rows_per_cpu_s": round(rows / used),
        "csv_mb_per_cpu_s": round(raw / 1e6 / used),
    }


def read(session: requests.Session, address: str) -> tuple[int, int, int]:
    """Rows, bytes on the wire, and bytes of CSV, whose size each gzip page states in its last four bytes."""
    rows = packed = raw = 0
    locator = ""
    while locator != "null":
        query = {"maxRecords": str(PAGE)} | ({"locator": locator} if locator else {})
        with session.get(address + "/results", params=query, stream=True) as reply:
            tail = b""
            while chunk := reply.raw.read(1 << 20, decode_content=False):
                packed += len(chunk)
                tail = (tail + chunk)[-4:]
            raw += int.from_bytes(tail, "little")
            rows += int(reply.headers["Sforce-NumberOfRecords"])
            locator = reply.headers["Sforce-Locator"]
    return rows, packed, raw


if __name__ == "__main__":
    main()
