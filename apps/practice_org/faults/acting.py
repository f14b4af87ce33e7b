"""Troubles that change the org itself before or after a call is answered: sessions, grants, fields, bulk jobs."""

from __future__ import annotations

import re
import time

from apps.practice_org import grants
from apps.practice_org.bulk import jobs
from apps.practice_org.bulk.ingest import jobs as ingest_jobs
from apps.practice_org.faults.fault import Fault
from apps.practice_org.live import LiveOrg
from apps.practice_org.practice import switching

USUAL_SECONDS = 3.0
FAILED = "InternalServerError : Retried more than fifteen times"
JOB_IN_PATH = re.compile(r"jobs/(?:query|ingest)/(\w{15,18})")


def act(live: LiveOrg, fault: Fault, path: str) -> None:
    if fault.kind == "slow":
        time.sleep(fault.seconds or fault.size or USUAL_SECONDS)
    elif fault.kind == "vanish-field":
        object_name, _, field_name = fault.field.partition(".")
        switching.hide(live, object_name, field_name, hidden=True)
    elif found := JOB_IN_PATH.search(path):
        trouble_job(live, fault, found[1])


def trouble_job(live: LiveOrg, fault: Fault, job_id: str) -> None:
    """A read or a write; of a write that was stopped, what is written stays written."""
    if fault.kind == "job-failed":
        jobs.end(live, job_id, "Failed", FAILED)
        ingest_jobs.end(live, job_id, "Failed", FAILED)
    elif fault.kind == "job-aborted":
        jobs.end(live, job_id, "Aborted")
        ingest_jobs.end(live, job_id, "Aborted")
    elif fault.kind == "slow-job":
        jobs.hold(live, job_id, fault.seconds or fault.size or USUAL_SECONDS)


def end_session(live: LiveOrg, fault: Fault, token: str) -> None:
    live.book.delete(grants.SESSION, token)
    if fault.kind == "revoke-grant":
        grants.revoke_all(live)
