"""The resources under /jobs/query that make, show, list and end jobs."""

from __future__ import annotations

import base64
from typing import Any

from apps.practice_org import rights
from apps.practice_org.bulk import jobs, queries, running
from apps.practice_org.refusals import Refusal, not_found
from apps.practice_org.rest import asking
from apps.practice_org.web.call import Call
from apps.practice_org.web.reply import Reply

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
LISTED = [*CREATED[:-2], "jobType", *CREATED[-2:]]
FIRST_VERSION = 47.0


def create(call: Call) -> Reply:
    require_version(call, FIRST_VERSION)
    most = call.live.switches.daily_query_jobs
    if jobs.used_today(call.live) >= most:
        raise Refusal("LIMIT_EXCEEDED", f"Max number of bulk v2 query jobs ({most}) per 24 hrs has been exceeded")
    asked = queries.check(call.view, call.json(), asking.asker(call))
    rights.refresh(call.live, asked["query"])
    job = jobs.create(call.live, call.user.id, asked, call.version)
    running.start(call.live, call.view, job["id"])
    return Reply(_body(job, CREATED))


def look(call: Call, job_id: str) -> Reply:
    job = find(call, job_id)
    shown = _body(job, LISTED)
    shown |= {"numberRecordsProcessed": job["rows"], "retries": 0, "totalProcessingTime": job["milliseconds"]}
    if job.get("error"):
        shown["errorMessage"] = job["error"]
    return Reply(shown | {"isPkChunkingSupported": True})


def listing(call: Call) -> Reply:
    """Oldest first. No job here is of the older kinds or worked off one batch at a time."""
    require_version(call, FIRST_VERSION)
    asked = call.query
    found = jobs.listing(call.live)
    if asked.get("jobType", "V2Query") != "V2Query" or asked.get("concurrencyMode", "parallel").lower() != "parallel":
        found = []
    if asked.get("isPkChunkingEnabled", "false").lower() == "true":
        found = []
    start = _list_start(asked.get("queryLocator", ""))
    end = start + call.live.switches.bulk_list_rows
    more = f"{call.base}/jobs/query?queryLocator={list_locator(end)}" if end < len(found) else None
    records = [_body(job, LISTED) for job in found[start:end]]
    return Reply({"done": more is None, "records": records, "nextRecordsUrl": more})


def change(call: Call, job_id: str) -> Reply:
    job = find(call, job_id)
    if call.json_object().get("state") != "Aborted":
        raise Refusal("INVALIDJOBSTATE", "The only state that a query job can be moved to is Aborted.")
    if job["state"] in jobs.TERMINAL:
        raise Refusal("INVALIDJOBSTATE", f"Aborting already {job['state']} Job not allowed")
    return Reply(_body(jobs.move(call.live, job["id"], state="Aborted", result=""), CREATED))


def delete(call: Call, job_id: str) -> Reply:
    job = find(call, job_id)
    if job["state"] not in jobs.TERMINAL:
        raise Refusal("API_ERROR", "Deletion of job is not allowed in its current state.")
    jobs.delete(call.live, job)
    return Reply(None, 204)


def find(call: Call, job_id: str) -> jobs.Job:
    require_version(call, FIRST_VERSION)
    job = running.find(call.live, call.view, job_id)
    if job is None:
        raise not_found()
    return job


def require_version(call: Call, first: float) -> None:
    if float(call.version) < first:
        raise not_found()


def list_locator(start: int) -> str:
    return base64.urlsafe_b64encode(f"0:{start}".encode()).decode().rstrip("=")


def _list_start(locator: str) -> int:
    if not locator:
        return 0
    try:
        plain = base64.urlsafe_b64decode(locator + "=" * (-len(locator) % 4)).decode()
        return int(plain.removeprefix("0:"))
    except ValueError:
        raise Refusal("INVALID_QUERY_LOCATOR", "invalid query locator") from None


def _body(job: jobs.Job, keys: list[str]) -> dict[str, Any]:
    whole = {**job, "concurrencyMode": "Parallel", "contentType": "CSV", "jobType": "V2Query"}
    return {key: whole[key] for key in keys}
