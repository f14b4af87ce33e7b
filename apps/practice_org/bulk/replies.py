"""The resources under /jobs/query."""

from __future__ import annotations

import base64
import re
from typing import Any

from apps.practice_org import ids, rights
from apps.practice_org.bulk import jobs, queries
from apps.practice_org.refusals import Refusal, not_found
from apps.practice_org.web.call import Call
from apps.practice_org.web.reply import Reply

CSV_TYPE = "text/csv"
DEFAULT_PAGE = 100_000
CREATED = [
    "id",
    "operation",
    "object",
    "createdById",
    "createdDate",
    "systemModstamp",
    "state",
    "concurrencyMode",
    "contentType",
    "apiVersion",
    "lineEnding",
    "columnDelimiter",
]
PAGES_LISTED = 5


def create(call: Call) -> Reply:
    asked, query = queries.check(call.view, call.json())
    rights.refresh(call.live, asked["query"])
    job = jobs.create(call.live, call.view, call.user.id, asked, query.sobject.name, call.version)
    full = _body(job)
    return Reply({key: full[key] for key in CREATED})


def look(call: Call, job_id: str) -> Reply:
    job = _find(call, job_id)
    body = _body(job)
    end = ("lineEnding", "columnDelimiter")
    shown = {key: body[key] for key in CREATED if key not in end} | {"jobType": "V2Query"}
    shown |= {key: body[key] for key in end}
    shown |= {"numberRecordsProcessed": job["rows"], "retries": 0, "totalProcessingTime": job["milliseconds"]}
    if job.get("error"):
        shown["errorMessage"] = job["error"]
    return Reply(shown | {"isPkChunkingSupported": True})


def listing(call: Call) -> Reply:
    found = [_body(job) | {"jobType": "V2Query"} for job in jobs.listing(call.live)]
    return Reply({"done": True, "records": found, "nextRecordsUrl": None})


def change(call: Call, job_id: str) -> Reply:
    job = _find(call, job_id)
    if call.json_object().get("state") != "Aborted":
        raise Refusal("INVALIDJOBSTATE", "The only state that a query job can be moved to is Aborted.")
    if job["state"] in jobs.TERMINAL:
        raise Refusal("INVALIDJOBSTATE", f"Aborting already {job['state']} Job not allowed")
    body = _body(jobs.abort(call.live, job))
    return Reply({key: body[key] for key in CREATED})


def delete(call: Call, job_id: str) -> Reply:
    job = _find(call, job_id)
    if job["state"] not in jobs.TERMINAL:
        raise Refusal("API_ERROR", "Deletion of job is not allowed in its current state.")
    jobs.delete(call.live, job)
    return Reply(None, 204)


def page(call: Call, job_id: str) -> Reply:
    job = _find(call, job_id)
    result = jobs.result(call.live, job)
    if job["state"] != "JobComplete" or result is None:
        raise Refusal("INVALIDJOBSTATE", f"Job is not complete; its state is {job['state']}.")
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
    job = _find(call, job_id)
    result = jobs.result(call.live, job)
    if result is None:
        raise Refusal("INVALIDJOBSTATE", f"Job is not complete; its state is {job['state']}.")
    base = f"{call.base}/jobs/query/{job['id']}"
    first = _start(job, call.query.get("locator"))
    starts = list(range(first, max(result.rows, 1), DEFAULT_PAGE))
    body: dict[str, Any] = {
        "resultPages": [
            {"resultUrl": f"{base}/results?locator={locator(job['id'], at)}"} for at in starts[:PAGES_LISTED]
        ],
        "done": len(starts) <= PAGES_LISTED,
    }
    if not body["done"]:
        body["nextRecordsUrl"] = f"{base}/resultPages?locator={locator(job['id'], starts[PAGES_LISTED])}"
    return Reply(body)


def locator(job_id: str, start: int) -> str:
    """As the recorded ones: base64 without padding of page, an id with prefix 0Ga, and a counter."""
    short = "0Ga" + job_id[3 : ids.SHORT]
    return base64.b64encode(f"0:{short}{ids.checksum(short)}:{start}".encode()).decode().rstrip("=")


def _start(job: dict[str, Any], text: str | None) -> int:
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
        return DEFAULT_PAGE
    if not text.isdigit() or int(text) < 1:
        raise Refusal("API_ERROR", "maxRecords must be a positive number")
    return int(text)


def _find(call: Call, job_id: str) -> dict[str, Any]:
    job = jobs.find(call.live, call.view, job_id)
    if job is None:
        raise not_found()
    return job


def _body(job: dict[str, Any]) -> dict[str, Any]:
    shown = {key: value for key, value in job.items() if key in CREATED}
    return {**shown, "concurrencyMode": "Parallel", "contentType": "CSV"}
