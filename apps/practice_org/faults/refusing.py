"""What a call is told instead of its answer; of the statuses without JSON only the number is documented."""

from __future__ import annotations

import secrets

from apps.practice_org import refusals
from apps.practice_org.faults.fault import Fault
from apps.practice_org.refusals import Refusal
from apps.practice_org.web.reply import Reply

HTML = "text/html; charset=UTF-8"
USUAL_RETRY_S = 30


def reply(fault: Fault) -> Reply:
    if fault.kind in REFUSALS:
        refusal = _refusal(fault.kind)
        return Reply(refusal.body(), refusal.status)
    if fault.kind == "error-420":
        return Reply(None, 420)
    if fault.kind == "error-429":
        after = {"Retry-After": str(int(fault.size) or USUAL_RETRY_S)}
        return Reply(_page("Too Many Requests"), 429, after, HTML)
    status, title = PAGES[fault.kind]
    return Reply(_page(title), status, media_type=HTML)


def session_over() -> Reply:
    refusal = refusals.invalid_session()
    return Reply(refusal.body(), refusal.status, {"WWW-Authenticate": "Token"})


PAGES = {
    "error-502": (502, "Bad Gateway"),
    "html": (503, "We are down for maintenance."),
    "html-200": (200, "Log in to continue"),
    "error-406": (406, "Not Acceptable"),
}
REFUSALS = {
    "busy-503": ("SERVER_UNAVAILABLE", "We are unable to service your request at this time.", 503),
    "row-lock": (
        "UNABLE_TO_LOCK_ROW",
        "unable to obtain exclusive access to this record or 1 records: 00Q000000000000AAA",
        400,
    ),
    "query-timeout": ("QUERY_TIMEOUT", "Your query request was running for too long.", 400),
    "expire-locator": ("INVALID_QUERY_LOCATOR", "invalid query locator", 400),
    "limit": ("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", 403),
    "error-500": ("UNKNOWN_EXCEPTION", "", 500),
}


def _refusal(kind: str) -> Refusal:
    code, words, status = REFUSALS[kind]
    if kind == "error-500":
        words = (
            "An unexpected error occurred. Please include this ErrorId if you contact support: "
            f"{secrets.randbelow(10**10)}-{secrets.randbelow(10**5)} ({-secrets.randbelow(10**9)})"
        )
    return Refusal(code, words, status=status, fields=[] if kind == "row-lock" else None)


def _page(title: str) -> bytes:
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>".encode()
