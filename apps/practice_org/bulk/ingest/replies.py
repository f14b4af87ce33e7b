"""The resources under /jobs/ingest."""

from __future__ import annotations

from typing import Any

from apps.practice_org.bulk.ingest import asking, jobs
from apps.practice_org.bulk.ingest.files import FAILED, SUCCESSFUL
from apps.practice_org.refusals import Refusal, not_found
from apps.practice_org.web.call import Call
from apps.practice_org.web.reply import Reply

CSV_TYPE = "text/csv"
LARGEST_UPLOAD = 150_000_000  # counted as base64
COMMON = (
    "id",
    "operation",
    "object",
    "createdById",
    "createdDate",
    "systemModstamp",
    "state",
    "externalIdFieldName",
    "assignmentRuleId",
    "concurrencyMode",
    "contentType",
    "apiVersion",
)
ENDING = ("lineEnding", "columnDelimiter")

Job = dict[str, Any]


def create(call: Call) -> Reply:
    asked, content = asking.read(call)
    job = jobs.create(call.live, call.user.id, asked, call.version)
    if content is None:
        return Reply(_picked(job, *COMMON, "contentUrl", *ENDING))
    jobs.files(call.live, job).save(content)
    return Reply(_picked(jobs.close(call.live, call.view, job), *COMMON, *ENDING))


def upload(call: Call, job_id: str) -> Reply:
    job = _find(call, job_id)
    if job["state"] != "Open":
        raise Refusal("INVALIDJOBSTATE", f"Job is not open for uploads; its state is {job['state']}.")
    if not call.headers.get("content-type", "").lower().startswith(CSV_TYPE):
        raise Refusal("UNSUPPORTED_MEDIA_TYPE", "The content type of an upload is text/csv.", status=415)
    if len(call.body) * 4 // 3 > LARGEST_UPLOAD:
        raise Refusal("REQUEST_ENTITY_TOO_LARGE", "The maximum size of an upload is 150 MB.", status=413)
    content = jobs.files(call.live, job)
    if content.has_content:
        words = (
            f"Found multiple contents for job: <{job['id']}>, please 'Close' / 'Abort' / 'Delete' the current Job then "
            "create a new Job and make sure you only do 'PUT' once on a given Job."
        )
        raise Refusal("INVALIDJOBSTATE", words)
    content.save(call.body)
    return Reply(None, 201)


def look(call: Call, job_id: str) -> Reply:
    job = _find(call, job_id)
    url = ("contentUrl",) if job["state"] == "Open" else ()
    counts = {
        "numberRecordsProcessed": job["processed"],
        "numberRecordsFailed": job["failed"],
        "retries": 0,
        "totalProcessingTime": job["milliseconds"],
        "apiActiveProcessingTime": job["milliseconds"],
        "apexProcessingTime": 0,
    }
    error = {"errorMessage": job["error"]} if job.get("error") else {}
    return Reply({**_picked(job, *COMMON, "jobType", *url, *ENDING), **counts, **error})


def listing(call: Call) -> Reply:
    found = [_picked(job, *COMMON, "jobType", "contentUrl", *ENDING) for job in jobs.listing(call.live)]
    return Reply({"done": True, "records": found, "nextRecordsUrl": None})


def change(call: Call, job_id: str) -> Reply:
    job, state = _find(call, job_id), call.json_object().get("state")
    if state == "UploadComplete" and job["state"] == "Open":
        return Reply(_picked(jobs.close(call.live, call.view, job), *COMMON))
    if state == "Aborted" and job["state"] not in jobs.TERMINAL:
        return Reply(_picked(jobs.abort(call.live, job), *COMMON))
    if state == "Aborted":
        raise Refusal("INVALIDJOBSTATE", f"Aborting already {job['state']} Job not allowed")
    raise Refusal("INVALIDJOBSTATE", f"Job state can not be changed from {job['state']} to {state}.")


def delete(call: Call, job_id: str) -> Reply:
    job = _find(call, job_id)
    if job["state"] not in jobs.TERMINAL:
        raise Refusal("API_ERROR", "Deletion of job is not allowed in its current state.")
    jobs.delete(call.live, job)
    return Reply(None, 204)


def successful(call: Call, job_id: str) -> Reply:
    return _result(call, job_id, SUCCESSFUL)


def failed(call: Call, job_id: str) -> Reply:
    return _result(call, job_id, FAILED)


def unprocessed(call: Call, job_id: str) -> Reply:
    job = _finished(call, job_id)
    return Reply(jobs.files(call.live, job).unprocessed(job["processed"]), media_type=CSV_TYPE)


def _result(call: Call, job_id: str, kind: str) -> Reply:
    job = _finished(call, job_id)
    return Reply(jobs.files(call.live, job).result(kind), media_type=CSV_TYPE)


def _finished(call: Call, job_id: str) -> Job:
    job = _find(call, job_id)
    if job["state"] not in jobs.TERMINAL:
        raise Refusal("INVALIDJOBSTATE", f"Job is not complete; its state is {job['state']}.")
    return job


def _find(call: Call, job_id: str) -> Job:
    job = jobs.find(call.live, call.view, job_id)
    if job is None:
        raise not_found()
    return job


def _picked(job: Job, *names: str) -> Job:
    """Keys in the order of the recordings; an address of contents has no slash before it."""
    still = {
        "concurrencyMode": "Parallel",
        "contentType": "CSV",
        "jobType": "V2Ingest",
        "contentUrl": f"services/data/v{job['apiVersion']:.1f}/jobs/ingest/{job['id']}/batches",
    }
    whole = {**still, **job}
    return {name: whole[name] for name in names if name in whole}
