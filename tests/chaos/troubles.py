"""The troubles of the org that the chaos may switch on: each kind that needs nobody's hand afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field

ANY_CALL = "jobs/query|jobs/ingest|GET /query|composite"
RESULTS = "GET /jobs/query/.*/results"
NEXT_PAGE = "locator="
JOB = "GET /jobs/(query|ingest)/[^/]+$"
ANSWERS = "GET /jobs/ingest/.*Results"


@dataclass(frozen=True)
class Trouble:
    """``more``: its size in bytes or seconds."""

    kind: str
    pattern: str = ANY_CALL
    more: dict[str, float] = field(default_factory=dict)


TROUBLES = (
    Trouble("reset", RESULTS, {"size": 200_000}),
    Trouble("reset", ANY_CALL, {"size": 2_000}),
    Trouble("truncate", RESULTS, {"size": 150_000}),
    Trouble("truncate", ANY_CALL, {"size": 1_000}),
    Trouble("truncate", ANSWERS, {"size": 20_000}),
    Trouble("cut-gzip", RESULTS, {"size": 60_000}),
    Trouble("wrong-length", RESULTS, {"size": 1_000}),
    Trouble("wrong-length", ANY_CALL, {"size": 5}),
    Trouble("stall", RESULTS, {"size": 30_000, "seconds": 4}),
    Trouble("slow", ANY_CALL, {"seconds": 1.5}),
    Trouble("error-500"),
    Trouble("error-502"),
    Trouble("busy-503"),
    Trouble("html"),
    Trouble("html-200"),
    Trouble("error-406"),
    Trouble("error-420"),
    Trouble("error-429", ANY_CALL, {"size": 2}),
    Trouble("query-timeout", "GET /query|composite"),
    Trouble("expire-locator", NEXT_PAGE),
    Trouble("expire-locator", RESULTS),
    Trouble("expire-session", ANY_CALL),
    Trouble("expire-session", NEXT_PAGE),
    Trouble("slow-job", "POST /jobs/query", {"seconds": 5}),
    Trouble("job-failed", JOB),
    Trouble("job-aborted", JOB),
    Trouble("limit", NEXT_PAGE),
    Trouble("row-lock", "PATCH"),
)
