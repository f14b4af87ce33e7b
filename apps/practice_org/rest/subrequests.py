"""One request inside another: made a call of its own, answered, and kept for those that refer to it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from apps.practice_org.refusals import Refusal, not_found
from apps.practice_org.rest import shapes, versions
from apps.practice_org.web.call import Call
from apps.practice_org.web.reply import Reply, encode

REFERENCE = re.compile(r"@\{([^{}]+)\}")
SHOWN_HEADERS = frozenset({"Location", "ETag", "Last-Modified"})
ERRORS_FROM = 400

Send = Callable[[Call], Reply]
Request = Mapping[str, Any]
Answer = dict[str, Any]


@dataclass(slots=True)
class Conversation:
    """Requests of one call in their order; a later one may name what an earlier one answered."""

    call: Call
    send: Send
    known: dict[str, Any] = field(default_factory=dict)

    def answer(self, request: Request) -> Answer:
        name = str(request.get("referenceId", ""))
        try:
            reply = self.send(_inner(self.call, self._filled(request)))
        except Refusal as refusal:
            reply = Reply(refusal.body(), refusal.status)
        body = _plain(reply)
        if reply.status < ERRORS_FROM:
            self.known[name] = body
        headers = {key: value for key, value in reply.headers.items() if key in SHOWN_HEADERS}
        return {"body": body, "httpHeaders": headers, "httpStatusCode": reply.status, "referenceId": name}

    def _filled(self, request: Request) -> Request:
        """`@{refAccount.id}` is replaced by what the earlier request answered."""
        if "@{" not in encode(request).decode():
            return request
        filled: Request = self._replaced(request)
        return filled

    def _replaced(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: self._replaced(inside) for key, inside in value.items()}
        if isinstance(value, list):
            return [self._replaced(inside) for inside in value]
        if isinstance(value, str):
            whole = REFERENCE.fullmatch(value)
            return self._found(whole[1]) if whole else REFERENCE.sub(lambda one: str(self._found(one[1])), value)
        return value

    def _found(self, path: str) -> Any:
        name, *steps = [step for step in re.split(r"[.\[\]]+", path) if step]
        value: Any = self.known.get(name)
        for step in steps:
            try:
                value = value[int(step)] if isinstance(value, list) else value[step]
            except (KeyError, IndexError, TypeError, ValueError) as trouble:
                words = f"Invalid reference specified. No value for {path} found in {name}."
                raise Refusal("PROCESSING_HALTED", words, code_first=True) from trouble
        return value


def is_error(answer: Answer) -> bool:
    return int(answer["httpStatusCode"]) >= ERRORS_FROM


def _inner(call: Call, request: Request) -> Call:
    parts = urlsplit(str(request.get("url", "")))
    found = re.fullmatch(r"/?(?:services/data/)?(v\d+\.\d)/(.*)", parts.path)
    if not found:
        raise not_found()
    body = request.get("body")
    return replace(
        call,
        version=versions.check(found[1]),
        method=str(request.get("method", "GET")).upper(),
        path=unquote(found[2]),
        query=dict(parse_qsl(parts.query, keep_blank_values=True)),
        headers={name.lower(): str(value) for name, value in shapes.part(request, "httpHeaders").items()},
        body=encode(body) if body is not None else b"",
    )


def _plain(reply: Reply) -> Any:
    return json.loads(reply.body) if isinstance(reply.body, bytes) and reply.body else reply.body or None
