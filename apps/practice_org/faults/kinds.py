"""Every kind of trouble, when it strikes, and the sentence by which a trainer chooses it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Moment(Enum):
    INSTEAD = "instead of the call"
    BEFORE = "before the call is answered"
    REPLY = "while the reply is sent"
    ALWAYS = "as long as it stands here"


@dataclass(frozen=True, slots=True)
class Kind:
    """`size` says what the number of the fault counts, `pattern` the calls that one mostly wants to strike."""

    name: str
    moment: Moment
    words: str
    pattern: str = ""
    size: str = ""


RESULTS = "GET /jobs/query/.*/results"
JOB = "GET /jobs/query/[^/]+$"
QUERIES = "GET /query|POST /jobs/query"

ALL = (
    Kind("error-500", Moment.INSTEAD, "Answers 500 UNKNOWN_EXCEPTION with an error id."),
    Kind("error-502", Moment.INSTEAD, "Answers 502 with the page of a gateway, no JSON."),
    Kind("busy-503", Moment.INSTEAD, "Answers 503 SERVER_UNAVAILABLE."),
    Kind("html", Moment.INSTEAD, "Answers 503 with a maintenance page, no JSON."),
    Kind("html-200", Moment.INSTEAD, "Answers 200 with a login page where JSON or CSV was asked for."),
    Kind("error-406", Moment.INSTEAD, "Answers 406 with a page: nothing of the kind asked for."),
    Kind("error-420", Moment.INSTEAD, "Answers 420 without a body: the edge does not know where the org lives."),
    Kind("error-429", Moment.INSTEAD, "Answers 429 with Retry-After.", size="seconds in Retry-After"),
    Kind("limit", Moment.INSTEAD, "Answers 403 REQUEST_LIMIT_EXCEEDED: no calls left today."),
    Kind("row-lock", Moment.INSTEAD, "Answers 400 UNABLE_TO_LOCK_ROW.", "POST|PATCH"),
    Kind("query-timeout", Moment.INSTEAD, "Answers 400 QUERY_TIMEOUT.", "GET /query"),
    Kind(
        "expire-locator",
        Moment.INSTEAD,
        "Answers 400 INVALID_QUERY_LOCATOR: the next page is gone.",
        "locator=|/query/",
    ),
    Kind("expire-session", Moment.INSTEAD, "Ends this session: 401 INVALID_SESSION_ID until a new sign-in.", RESULTS),
    Kind("revoke-grant", Moment.INSTEAD, "Revokes the refresh tokens of the org and ends its sessions.", RESULTS),
    Kind("slow", Moment.BEFORE, "Waits before the first byte.", size="seconds"),
    Kind(
        "vanish-field",
        Moment.BEFORE,
        "Takes a field from the sync user, so that a query names what is not there.",
        QUERIES,
    ),
    Kind("slow-job", Moment.BEFORE, "Keeps the bulk job in progress for a while.", "POST /jobs/query", "seconds"),
    Kind("job-failed", Moment.BEFORE, "The bulk job asked about fails.", JOB),
    Kind("job-aborted", Moment.BEFORE, "The bulk job asked about is aborted, as if by an administrator.", JOB),
    Kind("reset", Moment.REPLY, "Breaks the connection in the middle of the body.", RESULTS, "bytes that get through"),
    Kind("truncate", Moment.REPLY, "Ends the body early as if it were whole.", RESULTS, "bytes that get through"),
    Kind(
        "cut-gzip", Moment.REPLY, "Ends the body in the middle of its gzip, cleanly.", RESULTS, "bytes that get through"
    ),
    Kind("stall", Moment.REPLY, "Stops in the middle of the body for a while.", RESULTS, "bytes before the pause"),
    Kind("wrong-length", Moment.REPLY, "Promises more bytes in Content-Length than come.", RESULTS, "bytes too many"),
    Kind(
        "skew", Moment.ALWAYS, "Sets the org's clock wrong: its Date header and its time stamps.", size="seconds ahead"
    ),
)
BY_NAME = {kind.name: kind for kind in ALL}
