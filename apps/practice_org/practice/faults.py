"""Troubles that a trainer switches on: each one strikes calls that match its pattern, a number of times."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

from apps.practice_org import refusals
from apps.practice_org.live import LiveOrg
from apps.practice_org.refusals import Refusal
from apps.practice_org.web.reply import Reply

FAULT = "fault"
KINDS = ("error-500", "busy-503", "slow", "expire-session", "limit", "row-lock", "reset", "truncate", "html")
USUAL_CUT = 4_096
MAINTENANCE = b"<html><head><title>Maintenance</title></head><body><h1>We are down for maintenance.</h1></body></html>"


class ConnectionCut(Exception):
    """The reply ends in the middle and the connection is closed."""


@dataclass(frozen=True, slots=True)
class Fault:
    """`after` skips the first calls; `count` -1 never runs out; `size` is seconds for slow and bytes for reset."""

    id: str
    kind: str
    pattern: str
    count: int
    after: int = 0
    size: float = 0.0


def add(live: LiveOrg, kind: str, pattern: str, *, count: int = 1, after: int = 0, size: float = 0.0) -> Fault:
    if kind not in KINDS:
        raise Refusal("INVALID_FIELD", f"fault must be one of {', '.join(KINDS)}")
    re.compile(pattern)
    fault = Fault(secrets.token_hex(4), kind, pattern, count, after, size)
    _put(live, fault)
    return fault


def listing(live: LiveOrg) -> list[Fault]:
    return [Fault(id=key, **body) for key, body in live.book.of(FAULT, live.id).items()]


def clear(live: LiveOrg) -> int:
    return live.book.delete_all(FAULT, live.id)


def take(live: LiveOrg, call: str) -> Fault | None:
    """The fault that strikes this call, `GET /jobs/query/...`; striking uses it up."""
    for fault in listing(live):
        if re.search(fault.pattern, call):
            if fault.after > 0:
                _put(live, replace(fault, after=fault.after - 1))
                continue
            if fault.count == 1:
                live.book.delete(FAULT, fault.id)
            elif fault.count > 1:
                _put(live, replace(fault, count=fault.count - 1))
            return fault
    return None


def before(fault: Fault | None) -> Reply | None:
    """What happens instead of the call."""
    if fault is None or fault.kind in {"reset", "truncate"}:
        return None
    if fault.kind == "slow":
        time.sleep(fault.size or 3.0)
        return None
    if fault.kind == "html":
        return Reply(MAINTENANCE, 503, media_type="text/html; charset=UTF-8")
    raise _refusal(fault)


def after(fault: Fault | None, reply: Reply) -> Reply:
    """What happens to the reply of the call."""
    if fault is None or fault.kind not in {"reset", "truncate"}:
        return reply
    chunks = reply.chunks if reply.chunks is not None else iter([reply.encoded(pretty=False)])
    return Reply(None, reply.status, reply.headers, reply.media_type, _cut(chunks, fault))


def _cut(chunks: Iterator[bytes], fault: Fault) -> Iterator[bytes]:
    """A reset closes the connection; a truncated body ends as if it were whole."""
    left = int(fault.size) or USUAL_CUT
    for chunk in chunks:
        yield chunk[:left]
        left -= len(chunk)
        if left <= 0:
            break
    if fault.kind == "reset":
        raise ConnectionCut


def _refusal(fault: Fault) -> Refusal:
    if fault.kind == "expire-session":
        return refusals.invalid_session()
    if fault.kind == "limit":
        return refusals.limit_exceeded()
    if fault.kind == "row-lock":
        words = "unable to obtain exclusive access to this record or 1 records: 00Q000000000000AAA"
        return Refusal("UNABLE_TO_LOCK_ROW", words, fields=[])
    if fault.kind == "busy-503":
        return Refusal("SERVER_UNAVAILABLE", "We are unable to service your request at this time.", status=503)
    words = "An unexpected error occurred. Please include this ErrorId if you contact support: 1234567890-1 (-1)"
    return Refusal("UNKNOWN_EXCEPTION", words, status=500)


def _put(live: LiveOrg, fault: Fault) -> None:
    body = asdict(fault)
    live.book.put(FAULT, live.id, body.pop("id"), body)
