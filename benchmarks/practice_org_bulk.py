"""How fast the practice org hands out bulk results to a client that throws them away."""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
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
FIELDS = 60
PAGE = 100_000


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=int, default=500_000)
    parser.add_argument("--data-dir", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        command = [sys.executable, "-m", "apps.practice_org", "--port", "0", "--records", str(options.records)]
        command += ["--data-dir", str(options.data_dir or folder)]
        org = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        try:
            base = org.stdout.readline().split()[-1] if org.stdout else ""
            figures = {"records": options.records, "start_s": round(time.monotonic() - started, 1), **measure(base)}
        finally:
            org.terminate()
            org.wait(20)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    sys.stdout.write(json.dumps({**figures, "org_max_rss_mib": used.ru_maxrss // 1024}) + "\n")


def measure(base: str) -> dict[str, Any]:
    session = signed_in(base)
    fields = [field["name"] for field in session.get(base + VERSION + "/sobjects/Lead/describe").json()["fields"]]
    chosen = [name for name in fields if name != "Address"][:FIELDS]
    forget_results(base)
    job = {"operation": "query", "query": f"SELECT {', '.join(chosen)} FROM Lead"}
    first = run(session, base, job)
    again = run(session, base, job)
    return {"fields": len(chosen), "page": PAGE, "first": first, "again": again}


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


def run(session: requests.Session, base: str, job: dict[str, str]) -> dict[str, float]:
    """Seconds and rates of making the result, and of reading all its pages."""
    started = time.monotonic()
    address = f"{base}{VERSION}/jobs/query/" + session.post(base + VERSION + "/jobs/query", json=job).json()["id"]
    while session.get(address).json()["state"] not in {"JobComplete", "Failed"}:
        time.sleep(0.05)
    made = time.monotonic()
    rows, packed, raw = read(session, address)
    done = time.monotonic()
    return {
        "rows": rows,
        "raw_mb": round(raw / 1e6, 1),
        "gzip_mb": round(packed / 1e6, 1),
        "make_s": round(made - started, 2),
        "make_rows_per_s": round(rows / (made - started)),
        "make_raw_mb_per_s": round(raw / 1e6 / (made - started)),
        "read_s": round(done - made, 2),
        "read_rows_per_s": round(rows / (done - made)),
        "all_rows_per_s": round(rows / (done - started)),
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
