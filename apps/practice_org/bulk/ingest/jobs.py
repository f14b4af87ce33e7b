"""The life of an ingest job: open for one upload, then worked off chunk by chunk; it goes on after a restart."""

from __future__ import annotations

import datetime
import logging
import secrets
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from apps.practice_org import ids
from apps.practice_org.bulk.ingest.columns import BadHeader
from apps.practice_org.bulk.ingest.files import Files
from apps.practice_org.bulk.ingest.working import Work
from apps.practice_org.live import LiveOrg
from apps.practice_org.schema.view import View
from apps.practice_org.storage import Closed

JOB = "ingest"
TERMINAL = frozenset({"JobComplete", "Failed", "Aborted"})
COUNTED = frozenset({"processed", "failed", "milliseconds"})
OTHER_ENDING = "ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is {ending}"

LOG = logging.getLogger(__name__)

Job = dict[str, Any]
_workers = ThreadPoolExecutor(2, thread_name_prefix="ingest")
_running: set[str] = set()
_moving = threading.Lock()  # a worker, a client and a fault may end the same job


def create(live: LiveOrg, user_id: str, asked: Job, version: str) -> Job:
    now = _now()
    job: Job = {
        "id": ids.make("750", live.org.pod, secrets.randbelow(62**8)),
        "createdById": user_id,
        "createdDate": now,
        "systemModstamp": now,
        "state": "Open",
        "apiVersion": float(version),
        "processed": 0,
        "failed": 0,
        "milliseconds": 0,
        **asked,
    }
    _put(live, job)
    return job


def find(live: LiveOrg, view: View, job_id: str) -> Job | None:
    """A job that a dead process left unfinished is taken up again by the first who asks for it."""
    job = live.book.get(JOB, ids.full(job_id) or "")
    if job is not None and job["state"] in {"UploadComplete", "InProgress"}:
        start(live, view, job)
    return job


def listing(live: LiveOrg) -> list[Job]:
    return sorted(live.book.of(JOB, live.id).values(), key=lambda job: str(job["createdDate"]))


def files(live: LiveOrg, job: Job) -> Files:
    return Files(live.folder / "ingest" / job["id"], job["columnDelimiter"], job["lineEnding"])


def close(live: LiveOrg, view: View, job: Job) -> Job:
    """The upload is whole; the reply still says UploadComplete when the first rows are written."""
    closed = _move(live, job["id"], state="UploadComplete")
    start(live, view, closed)
    return closed


def abort(live: LiveOrg, job: Job) -> Job:
    return _move(live, job["id"], state="Aborted")


def end(live: LiveOrg, job_id: str, state: str, error: str = "") -> None:
    """Trouble from above: Failed or Aborted; the rows that are written stay so, and a job that is over stays over."""
    _move(live, ids.full(job_id) or "", state=state, error=error)


def delete(live: LiveOrg, job: Job) -> None:
    live.book.delete(JOB, job["id"])
    shutil.rmtree(files(live, job).folder, ignore_errors=True)


def start(live: LiveOrg, view: View, job: Job) -> None:
    if job["id"] not in _running:
        _running.add(job["id"])
        _workers.submit(_run, live, view, job["id"])


def _run(live: LiveOrg, view: View, job_id: str) -> None:
    try:
        job = _move(live, job_id, state="InProgress")
        if job["state"] == "InProgress":
            _work(live, view, job)
    except Closed:
        LOG.info("ingest job %s rests until the next start", job_id)
    except BadHeader as trouble:
        _move(live, job_id, state="Failed", error=str(trouble))
    except Exception as trouble:  # a worker thread has nobody else to tell
        LOG.exception("ingest job %s failed", job_id)
        _move(live, job_id, state="Failed", error=f"InternalServerError : {type(trouble).__name__}")
    finally:
        _running.discard(job_id)


def _work(live: LiveOrg, view: View, job: Job) -> None:
    """Stops between two chunks when somebody has aborted the job."""
    started, content = time.monotonic(), files(live, job)
    if content.has_other_ending():
        raise BadHeader(OTHER_ENDING.format(ending=job["lineEnding"]))
    sobject = view.find(job["object"])
    if sobject is None:
        raise BadHeader(f"InvalidJob : Unable to find object: {job['object']}")
    for done, failed in Work(live, view, job, sobject, content).run(job["processed"]):
        job = _move(
            live,
            job["id"],
            processed=job["processed"] + done,
            failed=job["failed"] + failed,
            milliseconds=round((time.monotonic() - started) * 1000),
        )
        if job["state"] != "InProgress":
            return
    _move(live, job["id"], state="JobComplete")


def _move(live: LiveOrg, job_id: str, **changes: Any) -> Job:
    """A terminal state stays, though rows already written still count; a deleted job counts as aborted."""
    with _moving:
        job = live.book.get(JOB, job_id)
        if job is None:
            return {"id": job_id, "state": "Aborted"}
        if job["state"] in TERMINAL:
            changes = {name: value for name, value in changes.items() if name in COUNTED}
        moved = {**job, **changes, "systemModstamp": _now()}
        _put(live, moved)
        return moved


def _put(live: LiveOrg, job: Job) -> None:
    live.book.put(JOB, live.id, job["id"], job)


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000")
