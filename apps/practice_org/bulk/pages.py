"""The result of a query job, page by page or side by side."""

from __future__ import annotations

import base64
import re
from typing import Any

from apps.practice_org import ids
from apps.practice_org.bulk import jobs, replies, running
from apps.practice_org.bulk.results import Result
from apps.practice_org.refusals import Refusal
from apps.practice_org.web.call import Call
from apps.practice_org.web.reply import Reply

CSV_TYPE = "text/csv"
PARALLEL_VERSION = 58.0
PAGES_LISTED = 5


def page(call: Call, job_id: str) -> Reply:
    """Rows from the locator on, `maxRecords` of them, as gzip if the client takes it."""
    job, result = _result(call, job_id)
    start, size = _start(job, call.query.get("locator")), _size(call)
    rows = max(min(size, result.rows - start), 0)
    after = start + rows
    headers = {
        "Sforce-NumberOfRecords": str(rows),
        "Sforce-Locator": locator(job["id"], after) if after < result.rows else "null",
    }
    packed = "gzip" in call.headers.get("accept-encoding", "")
    if packed:
        headers["Content-Encoding"] = "gzip"
    return Reply(None, 200, headers, CSV_TYPE, result.page(start, size, packed=packed))


def pages(call: Call, job_id: str) -> Reply:
    """Addresses of up to five pages, to be read side by side."""
    replies.require_version(call, PARALLEL_VERSION)
    job, result = _result(call, job_id)
    base = f"{call.base}/jobs/query/{job['id']}"
    first = _start(job, call.query.get("locator"))
    starts = list(range(first, max(result.rows, first + 1), call.live.switches.bulk_page_rows))
    listed = [{"resultUrl": f"{base}/results?locator={locator(job['id'], at)}"} for at in starts[:PAGES_LISTED]]
    body: dict[str, Any] = {"resultPages": listed}
    if len(starts) > PAGES_LISTED:
        body["nextRecordsUrl"] = f"{base}/resultPages?locator={locator(job['id'], starts[PAGES_LISTED])}"
    return Reply(body | {"done": len(starts) <= PAGES_LISTED})


def locator(job_id: str, start: int) -> str:
    """As the recorded ones: base64 without padding of page, an id with prefix 0Ga, and a counter."""
    short = "0Ga" + job_id[3 : ids.SHORT]
    return base64.b64encode(f"0:{short}{ids.checksum(short)}:{start}".encode()).decode().rstrip("=")


def _result(call: Call, job_id: str) -> tuple[jobs.Job, Result]:
    """Results are read in the version in which the job was made."""
    job = replies.find(call, job_id)
    if float(call.version) != job["apiVersion"]:
        words = f"The API version {call.version} does not match the API version {job['apiVersion']} of the job."
        raise Refusal("API_ERROR", words, status=409)
    found = running.result(call.live, job)
    if found is None:
        raise Refusal("INVALIDJOBSTATE", f"Job is not complete; its state is {job['state']}.")
    return job, found


def _start(job: jobs.Job, text: str | None) -> int:
    if not text or text == "null":
        return 0
    try:
        plain = base64.b64decode(text + "=" * (-len(text) % 4), validate=True).decode()
    except ValueError:
        plain = ""
    found = re.fullmatch(r"0:(\w{18}):(\d+)", plain)
    if not found or found[1][3 : ids.SHORT] != job["id"][3 : ids.SHORT]:
        raise Refusal("INVALID_QUERY_LOCATOR", "invalid query locator")
    return int(found[2])


def _size(call: Call) -> int:
    text = call.query.get("maxRecords", "")
    if not text:
        return call.live.switches.bulk_page_rows
    if not text.isdigit() or int(text) < 1:
        raise Refusal("API_ERROR", "maxRecords must be a positive number")
    return int(text)
