"""The body of a request as its sender meant it, packed or not."""

from __future__ import annotations

import gzip
import zlib

from starlette.requests import Request

from apps.practice_org.refusals import Refusal

PLAIN = {"", "identity"}
PACKED = {"gzip", "x-gzip"}


async def read(request: Request) -> bytes:
    encoding = request.headers.get("content-encoding", "").strip().lower()
    body = await request.body()
    if encoding in PLAIN or not body:
        return body
    if encoding not in PACKED:
        raise _unreadable(encoding)
    try:
        return gzip.decompress(body)
    except (OSError, EOFError, zlib.error) as trouble:
        raise _unreadable(encoding) from trouble


def _unreadable(encoding: str) -> Refusal:
    words = f"The request body can not be read as its Content-Encoding '{encoding}' says"
    return Refusal("UNSUPPORTED_MEDIA_TYPE", words, status=415)
