"""A reply of the REST interface, before it is written to the wire."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

JSON_TYPE = "application/json;charset=UTF-8"


@dataclass(slots=True)
class Reply:
    """`body` is a JSON value, bytes that are ready, chunks of them, or None for no body at all."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    media_type: str = JSON_TYPE
    chunks: Iterator[bytes] | None = None

    def encoded(self, *, pretty: bool) -> bytes:
        if self.body is None:
            return b""
        if isinstance(self.body, bytes):
            return self.body
        return encode(self.body, pretty=pretty)


def encode(body: Any, *, pretty: bool = False) -> bytes:
    """Compact, or spread over lines with a space before each colon, as X-PrettyPrint does."""
    if pretty:
        return json.dumps(body, ensure_ascii=False, indent=2, separators=(",", " : ")).encode()
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
