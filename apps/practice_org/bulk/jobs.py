"""The query jobs of an org: made, looked at, listed, ended by hand, and forgotten after seven days."""

from __future__ import annotations

import datetime
import secrets
import threading
import time
from typing import Any

from apps.practice_org import clock, ids
from apps.practice_org.live import LiveOrg

JOB = "job"
TERMINAL = frozenset({"JobComplete", "Failed", "Aborted"})
KEPT = datetime.timedelta(days=7)

Job = dict[str, Any]
_moving = threading.Lock()  # a worker, a client and a fault may end the same job


def create(live: LiveOrg, user_id: str, asked: Job, version: str) -> Job:
    """`asked` has operation, object, query, columnDelimiter, lineEnding and the asker's time zone."""
    live.book.count_call(_counter(live))
    now = _stamp()
    job: Job = {
        "id": ids.make("750", live.org.pod, secrets.randbelow(62**8)),
        "createdById": user_id,
        "createdDate": now,
        "systemModstamp": now,
        "state": "UploadComplete",
        "apiVersion": float(version),
        "rows": 0,
        "milliseconds": 0,
        "made": clock.utc().timestamp(),
        **asked,
    }
    _put(live, job)
    return job


def used_today(live: LiveOrg) -> int:
    """Jobs made in the last 24 hours; a deleted one stays counted."""
    return live.book.calls(_counter(live))


def find(live: LiveOrg, job_id: str) -> Job | None:
    job = live.book.get(JOB, ids.full(job_id) or "")
    return None if job is None or _is_over(job) else _shown(job)


def listing(live: LiveOrg) -> list[Job]:
    """Oldest first; jobs that ended too long ago are forgotten on the way."""
    found = live.book.of(JOB, live.id)
    for key, job in found.items():
        if _is_over(job):
            live.book.delete(JOB, key)
    alive = (_shown(job) for job in found.values() if not _is_over(job))
    return sorted(alive, key=lambda job: (str(job["createdDate"]), str(job["id"])))


def move(live: LiveOrg, job_id: str, **changes: Any) -> Job:
    """A terminal state stays; a job that was deleted meanwhile counts as aborted."""
    with _moving:
        job = live.book.get(JOB, job_id)
        if job is None:
            return {"id": job_id, "state": "Aborted"}
        return job if _shown(job)["state"] in TERMINAL else _changed(live, job, **changes)


def end(live: LiveOrg, job_id: str, state: str, error: str = "") -> None:
    """Trouble from above: Failed or Aborted, even if the job had just completed; nothing of its result is left."""
    _force(live, job_id, state=state, rows=0, result="", error=error, until=0)


def hold(live: LiveOrg, job_id: str, seconds: float) -> None:
    """However fast it is made, the result is not told before."""
    _force(live, job_id, until=time.time() + seconds)


def delete(live: LiveOrg, job: Job) -> None:
    live.book.delete(JOB, job["id"])


def _shown(job: Job) -> Job:
    """A job that is held back looks half done."""
    if job["state"] == "JobComplete" and job.get("until", 0) > time.time():
        return {**job, "state": "InProgress", "rows": job["rows"] // 2, "milliseconds": 0}
    return job


def _force(live: LiveOrg, job_id: str, **changes: Any) -> None:
    with _moving:
        job = live.book.get(JOB, ids.full(job_id) or "")
        if job is not None:
            _changed(live, job, **changes)


def _changed(live: LiveOrg, job: Job, **changes: Any) -> Job:
    moved = {**job, **changes, "systemModstamp": _stamp()}
    _put(live, moved)
    return moved


def _is_over(job: Job) -> bool:
    return job["state"] in TERMINAL and clock.utc().timestamp() - job["made"] > KEPT.total_seconds()


def _put(live: LiveOrg, job: Job) -> None:
    live.book.put(JOB, live.id, job["id"], job)


def _counter(live: LiveOrg) -> str:
    return f"{live.id} query jobs"


def _stamp() -> str:
    return clock.now().strftime("%Y-%m-%dT%H:%M:%S.000+0000")
