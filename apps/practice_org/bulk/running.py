"""Works query jobs off in the background; one that a dead process left unfinished is taken up again."""

from __future__ import annotations

import datetime
import hashlib
import logging
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from apps.practice_org.bulk import jobs, rendering, results
from apps.practice_org.bulk.jobs import Job
from apps.practice_org.bulk.results import Result
from apps.practice_org.live import LiveOrg
from apps.practice_org.schema.view import View
from apps.practice_org.soql import compiling
from apps.practice_org.soql.asker import Asker
from apps.practice_org.soql.compiled import Query

RESULTS_KEPT = 60
TELL_EVERY_S = 0.2

LOG = logging.getLogger(__name__)

_workers = ThreadPoolExecutor(2, thread_name_prefix="bulk")
_running: set[str] = set()
_rendering: dict[str, threading.Lock] = {}


def start(live: LiveOrg, view: View, job_id: str) -> None:
    _running.add(job_id)
    _workers.submit(_run, live, view, job_id)


def find(live: LiveOrg, view: View, job_id: str) -> Job | None:
    job = jobs.find(live, job_id)
    if job is not None and job["state"] not in jobs.TERMINAL and not job.get("result") and job["id"] not in _running:
        start(live, view, job["id"])
    return job


def result(live: LiveOrg, job: Job) -> Result | None:
    """None as long as there is nothing to hand out."""
    is_ready = job["state"] == "JobComplete" and job.get("result")
    return results.load(_folder(live, job["result"])) if is_ready else None


def compiled(job: Job, view: View) -> Query:
    """Date words mean the moment when the job was made, by the clock of whoever made it."""
    made = datetime.datetime.fromtimestamp(job["made"], datetime.UTC)
    asker = Asker(job["createdById"], job["zone"], made)
    return compiling.compile_query(job["query"], view, deleted=job["operation"] == "queryAll", asker=asker)


def _run(live: LiveOrg, view: View, job_id: str) -> None:
    started = time.monotonic()
    try:
        job = jobs.move(live, job_id, state="InProgress")
        if job["state"] == "InProgress":
            rows, key = _render(live, view, job)
            taken = round((time.monotonic() - started) * 1000)
            jobs.move(live, job_id, state="JobComplete", rows=rows, result=key, milliseconds=taken)
    except rendering.Stopped:
        return
    except Exception as trouble:  # a worker thread has nobody else to tell
        LOG.exception("bulk job %s failed", job_id)
        jobs.move(live, job_id, state="Failed", error=f"InternalServerError : {type(trouble).__name__}")
    finally:
        _running.discard(job_id)


def _render(live: LiveOrg, view: View, job: Job) -> tuple[int, str]:
    """The same query of the same data is rendered once, whoever asks."""
    query = compiled(job, view)
    key = _key(live, query, job)
    folder = _folder(live, key)
    with _rendering.setdefault(f"{live.id}/{key}", threading.Lock()):
        found = results.load(folder)
        if found is None:
            with live.storage.reading() as cursor:
                form = {"delimiter": job["columnDelimiter"], "ending": job["lineEnding"]}
                rendering.render(cursor, query, folder, **form, progress=_Progress(live, job["id"]).tell)
            _forget_old(live)
            found = results.load(folder)
    (folder / "index.json").touch()
    return (found.rows if found else 0), key


class _Progress:
    """Tells the book now and then how far the job is, and learns there whether somebody aborted it."""

    def __init__(self, live: LiveOrg, job_id: str) -> None:
        self._live, self._job_id = live, job_id
        self._told_at = 0.0

    def tell(self, rows: int) -> bool:
        if time.monotonic() - self._told_at < TELL_EVERY_S:
            return True
        self._told_at = time.monotonic()
        return bool(jobs.move(self._live, self._job_id, rows=rows)["state"] == "InProgress")


def _key(live: LiveOrg, query: Query, job: Job) -> str:
    parts = (str(live.version), query.sql, job["columnDelimiter"], job["lineEnding"])
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:32]


def _folder(live: LiveOrg, key: str) -> Path:
    return live.folder / "results" / key


def _forget_old(live: LiveOrg) -> None:
    """Results that a job still needs stay; of the others only the newest do."""
    needed = {job.get("result") for job in jobs.listing(live)}
    finished = sorted((live.folder / "results").glob("*/index.json"), key=lambda path: path.stat().st_mtime)
    for path in finished[:-RESULTS_KEPT]:
        if path.parent.name not in needed:
            shutil.rmtree(path.parent, ignore_errors=True)
