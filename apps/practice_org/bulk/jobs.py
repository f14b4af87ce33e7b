"""The life of a query job: created, in progress, complete, failed or aborted; it goes on after a restart."""

from __future__ import annotations

import datetime
import hashlib
import logging
import secrets
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from apps.practice_org import ids
from apps.practice_org.bulk import rendering, results
from apps.practice_org.bulk.results import Result
from apps.practice_org.live import LiveOrg
from apps.practice_org.schema.view import View
from apps.practice_org.soql import compiling

JOB = "job"
TERMINAL = frozenset({"JobComplete", "Failed", "Aborted"})
RESULTS_KEPT = 60

LOG = logging.getLogger(__name__)

Job = dict[str, Any]
_workers = ThreadPoolExecutor(2, thread_name_prefix="bulk")
_running: set[str] = set()
_rendering: dict[str, threading.Lock] = {}


def create(live: LiveOrg, view: View, user_id: str, asked: Job, object_name: str, version: str) -> Job:
    """Starts at once; the reply still says UploadComplete, as the real one does."""
    job_id = ids.make("750", live.org.pod, secrets.randbelow(62**8))
    now = _now()
    job: Job = {
        "id": job_id,
        "operation": asked["operation"],
        "object": object_name,
        "createdById": user_id,
        "createdDate": now,
        "systemModstamp": now,
        "state": "UploadComplete",
        "query": asked["query"],
        "lineEnding": asked["lineEnding"],
        "columnDelimiter": asked["columnDelimiter"],
        "apiVersion": float(version),
        "rows": 0,
        "milliseconds": 0,
    }
    _put(live, job)
    _start(live, view, job_id)
    return job


def find(live: LiveOrg, view: View, job_id: str) -> Job | None:
    """A job that a dead process left unfinished is taken up again by the first who asks for it."""
    job = live.book.get(JOB, ids.full(job_id) or "")
    if job is not None and job["state"] not in TERMINAL and job["id"] not in _running:
        _start(live, view, job["id"])
    return job


def listing(live: LiveOrg) -> list[Job]:
    return sorted(live.book.of(JOB, live.id).values(), key=lambda job: str(job["createdDate"]))


def abort(live: LiveOrg, job: Job) -> Job:
    return _move(live, job["id"], state="Aborted")


def delete(live: LiveOrg, job: Job) -> None:
    live.book.delete(JOB, job["id"])


def result(live: LiveOrg, job: Job) -> Result | None:
    return results.load(_folder(live, job["result"])) if job.get("result") else None


def _start(live: LiveOrg, view: View, job_id: str) -> None:
    _running.add(job_id)
    _workers.submit(_run, live, view, job_id)


def _run(live: LiveOrg, view: View, job_id: str) -> None:
    started = time.monotonic()
    try:
        job = _move(live, job_id, state="InProgress")
        if job["state"] == "InProgress":
            rows, key = _render(live, view, job)
            taken = round((time.monotonic() - started) * 1000)
            _move(live, job_id, state="JobComplete", rows=rows, result=key, milliseconds=taken)
    except rendering.Stopped:
        return
    except Exception as trouble:  # a worker thread has nobody else to tell
        LOG.exception("bulk job %s failed", job_id)
        _move(live, job_id, state="Failed", error=f"InternalServerError : {type(trouble).__name__}")
    finally:
        _running.discard(job_id)


def _render(live: LiveOrg, view: View, job: Job) -> tuple[int, str]:
    """The same query of the same data is rendered once, whoever asks."""
    query = compiling.compile_query(job["query"], view, deleted=job["operation"] == "queryAll")
    key = _key(live, query.sql, job)
    folder = _folder(live, key)
    with _rendering.setdefault(f"{live.id}/{key}", threading.Lock()):
        found = results.load(folder)
        if found is None:
            with live.storage.reading() as cursor:
                rendering.render(
                    cursor,
                    query,
                    folder,
                    delimiter=job["columnDelimiter"],
                    ending=job["lineEnding"],
                    progress=lambda rows: _move(live, job["id"], rows=rows)["state"] == "InProgress",
                )
            _forget_old(live)
            found = results.load(folder)
    (folder / "index.json").touch()
    return (found.rows if found else 0), key


def _key(live: LiveOrg, sql: str, job: Job) -> str:
    parts = (str(live.version), sql, job["columnDelimiter"], job["lineEnding"])
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:32]


def _folder(live: LiveOrg, key: str) -> Path:
    return live.folder / "results" / key


def _forget_old(live: LiveOrg) -> None:
    """Results that a job still needs stay; of the others only the newest do."""
    needed = {job.get("result") for job in live.book.of(JOB, live.id).values()}
    finished = sorted((live.folder / "results").glob("*/index.json"), key=lambda path: path.stat().st_mtime)
    for path in finished[:-RESULTS_KEPT]:
        if path.parent.name not in needed:
            shutil.rmtree(path.parent, ignore_errors=True)


def _move(live: LiveOrg, job_id: str, **changes: Any) -> Job:
    """A terminal state stays; a job that was deleted meanwhile counts as aborted."""
    job = live.book.get(JOB, job_id)
    if job is None:
        return {"id": job_id, "state": "Aborted"}
    if job["state"] in TERMINAL:
        return job
    moved = {**job, **changes, "systemModstamp": _now()}
    _put(live, moved)
    return moved


def _put(live: LiveOrg, job: Job) -> None:
    live.book.put(JOB, live.id, job["id"], job)


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000")
