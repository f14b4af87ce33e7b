"""Up to 25 requests that know nothing of each other; each counts against the org's calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from apps.practice_org.refusals import Refusal
from apps.practice_org.rest import shapes, subrequests
from apps.practice_org.rest.subrequests import Conversation, Send
from apps.practice_org.web.call import Call
from apps.practice_org.web.reply import Reply

MOST_REQUESTS = 25
HALTED = {
    "errorCode": "BATCH_PROCESSING_HALTED",
    "message": "Batch processing halted per request because of error in preceding batch request",
}


def batch(send: Send) -> Callable[[Call], Reply]:
    """`send` answers a single request."""

    def handle(call: Call) -> Reply:
        body = call.json_object()
        requests = shapes.rows(body, "batchRequests")
        if not requests:
            raise Refusal("JSON_PARSER_ERROR", "Missing required field: batchRequests at [line:1, column:1]")
        if len(requests) > MOST_REQUESTS:
            words = f"Batch request has {len(requests)} subrequests; the limit is {MOST_REQUESTS}."
            raise Refusal("LIMIT_EXCEEDED", words)
        call.live.book.count_call(call.live.id, len(requests) - 1)
        results = _results(Conversation(call, send), requests, halts=bool(body.get("haltOnError")))
        failed = any(result["statusCode"] >= subrequests.ERRORS_FROM for result in results)
        return Reply({"hasErrors": failed, "results": results})

    return handle


def _results(conversation: Conversation, requests: list[dict[str, Any]], *, halts: bool) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = []
    is_halted = False
    for request in requests:
        if is_halted:
            results.append({"statusCode": 412, "result": [HALTED]})
            continue
        answer = conversation.answer({**request, "body": request.get("richInput")})
        results.append({"statusCode": answer["httpStatusCode"], "result": answer["body"]})
        is_halted = halts and subrequests.is_error(answer)
    return results
