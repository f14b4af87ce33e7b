"""Up to 25 requests that may build on each other in one call, and graphs of up to 500 of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from apps.practice_org.refusals import Refusal
from apps.practice_org.rest import shapes, subrequests
from apps.practice_org.rest.subrequests import Answer, Conversation, Send
from apps.practice_org.web.call import Call
from apps.practice_org.web.reply import Reply

MOST_REQUESTS = 25
MOST_HEAVY = 5
MOST_NODES = 500
MOST_GRAPHS = 75
HEAVY = re.compile(r"/v[\d.]+/(query|queryAll|composite/sobjects)\b")
INHERITED = frozenset({"accept", "authorization", "content-type"})
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]*")
ROLLED_BACK = {
    "errorCode": "PROCESSING_HALTED",
    "message": "The transaction was rolled back since another operation in the same transaction failed.",
}

Requests = list[dict[str, Any]]
Handler = Callable[[Call], Reply]


class _RollBack(Exception):
    """One request failed and all or none was asked for."""


def composite(send: Send) -> Handler:
    """`send` answers a single request."""

    def handle(call: Call) -> Reply:
        body = call.json_object()
        requests = _checked(body)
        if len(requests) > MOST_REQUESTS:
            words = f"Composite request has {len(requests)} subrequests; the limit is {MOST_REQUESTS}."
            raise Refusal("LIMIT_EXCEEDED", words)
        _check_heavy(requests)
        conversation = Conversation(call, send)
        if body.get("allOrNone"):
            return Reply({"compositeResponse": all_or_none(conversation, requests)})
        return Reply({"compositeResponse": [conversation.answer(request) for request in requests]})

    return handle


def graph(send: Send) -> Handler:
    """Each graph stands or falls by itself; the whole call counts once."""

    def handle(call: Call) -> Reply:
        graphs = shapes.rows(call.json_object(), "graphs")
        requests = [_checked(one) for one in graphs]
        nodes = sum(map(len, requests))
        if nodes > MOST_NODES or len(graphs) > MOST_GRAPHS:
            words = f"The request has {len(graphs)} graphs and {nodes} nodes; "
            raise Refusal("LIMIT_EXCEEDED", words + f"the limits are {MOST_GRAPHS} and {MOST_NODES}.")
        answers = [all_or_none(Conversation(call, send), asked) for asked in requests]
        return Reply({"graphs": [_graph(one, found) for one, found in zip(graphs, answers, strict=True)]})

    return handle


def all_or_none(conversation: Conversation, requests: Requests) -> list[Answer]:
    """In one transaction: after the first failure nothing else is tried, and nothing of it stays."""
    answers: list[Answer] = []
    try:
        with conversation.call.live.storage.writing():
            for request in requests:
                answers.append(conversation.answer(request))
                _require_success(answers[-1])
    except _RollBack:
        return [*map(_halted, answers[:-1]), answers[-1], *map(_halted, requests[len(answers) :])]
    finally:
        conversation.call.live.moved()  # once more: what the requests announced was not to be seen before the end
    return answers


def _require_success(answer: Answer) -> None:
    if subrequests.is_error(answer):
        raise _RollBack


def _halted(one: dict[str, Any]) -> Answer:
    """What stands in the place of a request that was taken back or never tried."""
    name = str(one.get("referenceId", ""))
    return {"body": [ROLLED_BACK], "httpHeaders": {}, "httpStatusCode": 400, "referenceId": name}


def _graph(asked: dict[str, Any], answers: list[Answer]) -> dict[str, Any]:
    return {
        "graphId": asked.get("graphId"),
        "graphResponse": {"compositeResponse": answers},
        "isSuccessful": not any(map(subrequests.is_error, answers)),
    }


def _checked(body: dict[str, Any]) -> Requests:
    """Each request has a name of its own, by which others may refer to it."""
    requests = shapes.rows(body, "compositeRequest")
    if not requests:
        raise Refusal("JSON_PARSER_ERROR", "Missing required field: compositeRequest at [line:1, column:1]")
    names = [str(request.get("referenceId") or "") for request in requests]
    for number, name in enumerate(names):
        if not NAME.fullmatch(name):
            words = f"Provided referenceId ('{name}') must start with a letter or a number, "
            raise Refusal("INVALID_INPUT", words + "and it can contain only letters, numbers and underscores ('_').")
        if name in names[:number]:
            raise Refusal("INVALID_INPUT", f"Duplicate referenceId {name} in the request.")
    _check_headers(requests)
    return requests


def _check_headers(requests: Requests) -> None:
    """Three headers are those of the whole call, and no request may say them again."""
    for request in requests:
        said = [name for name in shapes.part(request, "httpHeaders") if name.lower() in INHERITED]
        if said:
            raise Refusal("INVALID_INPUT", f"A subrequest must not have the header {said[0]}.")


def _check_heavy(requests: Requests) -> None:
    """Queries and collections are heavy: five of them fit in one composite request."""
    heavy = [request for request in requests if HEAVY.search(str(request.get("url", "")))]
    if len(heavy) > MOST_HEAVY:
        words = f"Composite request has {len(heavy)} query or collections subrequests; the limit is {MOST_HEAVY}."
        raise Refusal("LIMIT_EXCEEDED", words)
