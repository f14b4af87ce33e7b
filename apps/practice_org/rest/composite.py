"""Several requests in one: `composite` counts as one call, each request of `composite/batch` counts."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from apps.practice_org.refusals import Refusal, not_found
from apps.practice_org.rest import routes
from apps.practice_org.web.call import Call
from apps.practice_org.web.reply import Reply, encode

MOST_REQUESTS = 25
MOST_HEAVY = 5
HEAVY = re.compile(r"/v[\d.]+/(query|queryAll|composite/sobjects)\b")
REFERENCE = re.compile(r"@\{([\w.\[\]]+)\}")


def composite(call: Call) -> Reply:
    body = call.json_object()
    requests = body.get("compositeRequest") or []
    _check_number(requests)
    _check_queries(requests)
    replies: list[dict[str, Any]] = []
    known: dict[str, Any] = {}
    for request in requests:
        reply = _one(call, _filled(request, known))
        known[request.get("referenceId", "")] = reply["body"]
        replies.append({**reply, "referenceId": request.get("referenceId", "")})
    return Reply({"compositeResponse": replies})


def batch(call: Call) -> Reply:
    requests = call.json_object().get("batchRequests") or []
    _check_number(requests)
    call.live.book.count_call(call.live.id, max(len(requests) - 1, 0))
    results = []
    for request in requests:
        wanted = {"method": request.get("method", "GET"), "url": f"/services/data/{request.get('url', '')}"}
        reply = _one(call, {**wanted, "body": request.get("richInput")})
        results.append({"statusCode": reply["httpStatusCode"], "result": reply["body"]})
    failed = any(result["statusCode"] >= 400 for result in results)  # noqa: PLR2004 - an HTTP error
    return Reply({"hasErrors": failed, "results": results})


def _check_number(requests: list[dict[str, Any]]) -> None:
    if len(requests) > MOST_REQUESTS:
        raise Refusal(
            "LIMIT_EXCEEDED", f"Composite request has {len(requests)} subrequests; the limit is {MOST_REQUESTS}."
        )


def _check_queries(requests: list[dict[str, Any]]) -> None:
    """Queries and collections are heavy: five of them fit in one composite request."""
    heavy = [request for request in requests if HEAVY.search(str(request.get("url", "")))]
    if len(heavy) > MOST_HEAVY:
        words = f"Composite request has {len(heavy)} query or collections subrequests; the limit is {MOST_HEAVY}."
        raise Refusal("LIMIT_EXCEEDED", words)


def _one(call: Call, request: dict[str, Any]) -> dict[str, Any]:
    try:
        reply = _dispatched(call, request)
    except Refusal as refusal:
        return {"body": refusal.body(), "httpHeaders": {}, "httpStatusCode": refusal.status}
    headers = {name: value for name, value in reply.headers.items() if name in {"Location", "ETag", "Last-Modified"}}
    return {"body": _plain(reply), "httpHeaders": headers, "httpStatusCode": reply.status}


def _dispatched(call: Call, request: dict[str, Any]) -> Reply:
    parts = urlsplit(str(request.get("url", "")))
    found = re.fullmatch(r"/services/data/v(\d+\.\d)/(.*)", parts.path)
    if not found:
        raise not_found()
    body = request.get("body")
    inner = replace(
        call,
        version=found[1],
        method=str(request.get("method", "GET")).upper(),
        path=unquote(found[2]),
        query=dict(parse_qsl(parts.query, keep_blank_values=True)),
        headers={name.lower(): value for name, value in (request.get("httpHeaders") or {}).items()},
        body=encode(body) if body is not None else b"",
    )
    return routes.dispatch(inner)


def _plain(reply: Reply) -> Any:
    if isinstance(reply.body, bytes):
        return json.loads(reply.body)
    return reply.body


def _filled(request: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """`@{refAccount.id}` is replaced by what the earlier request answered."""
    text = encode(request).decode()
    return request if "@{" not in text else _replaced(request, known)


def _replaced(value: Any, known: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        return {key: _replaced(inside, known) for key, inside in value.items()}
    if isinstance(value, list):
        return [_replaced(inside, known) for inside in value]
    if isinstance(value, str):
        return REFERENCE.sub(lambda found: str(_looked_up(found[1], known)), value)
    return value


def _looked_up(path: str, known: dict[str, Any]) -> Any:
    name, *steps = re.split(r"[.\[\]]+", path.strip("]"))
    value: Any = known.get(name)
    for step in steps:
        try:
            value = value[int(step)] if step.isdigit() else value[step]
        except (KeyError, IndexError, TypeError) as trouble:
            words = f"Invalid reference specified. No value for {path} found in {name}"
            raise Refusal("PROCESSING_HALTED", words) from trouble
    return value
