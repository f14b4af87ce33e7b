"""A reply that goes wrong on its way: cut, stalled, or shorter than it promised."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator

from apps.practice_org.faults.fault import Fault
from apps.practice_org.web.reply import Reply

USUAL_CUT = 4_096
USUAL_STALL_S = 30.0
USUAL_SURPLUS = 1_000


class ConnectionCut(Exception):
    """The reply ends in the middle and the connection is closed."""


def spoil(fault: Fault, reply: Reply, *, takes_gzip: bool) -> Reply:
    chunks = reply.chunks if reply.chunks is not None else iter([reply.encoded(pretty=False)])
    headers = dict(reply.headers)
    if fault.kind == "cut-gzip" and takes_gzip and "Content-Encoding" not in headers:
        headers["Content-Encoding"] = "gzip"
        chunks = iter([gzip.compress(b"".join(chunks))])
    if fault.kind == "wrong-length":
        whole = b"".join(chunks)
        headers["Content-Length"] = str(len(whole) + (int(fault.size) or USUAL_SURPLUS))
        chunks = iter([whole])
    return Reply(None, reply.status, headers, reply.media_type, _spoilt(chunks, fault))


def _spoilt(chunks: Iterator[bytes], fault: Fault) -> Iterator[bytes]:
    if fault.kind == "wrong-length":
        yield from chunks
        raise ConnectionCut
    beginning, rest = _cut(chunks, int(fault.size) or USUAL_CUT)
    yield beginning
    if fault.kind == "reset":
        raise ConnectionCut
    if fault.kind == "stall":
        time.sleep(fault.seconds or USUAL_STALL_S)
        yield rest
        yield from chunks


def _cut(chunks: Iterator[bytes], size: int) -> tuple[bytes, bytes]:
    """So many bytes, half of a body that has no more, and what was read beyond them."""
    held = b""
    for chunk in chunks:
        held += chunk
        if len(held) > size:
            return held[:size], held[size:]
    return held[: len(held) // 2], held[len(held) // 2 :]
