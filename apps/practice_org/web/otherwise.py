"""What is said where no endpoint gave an answer: no such address, a body beyond reading, our own fall."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from apps.practice_org.refusals import Refusal, not_found
from apps.practice_org.web.headers import dress_rest
from apps.practice_org.web.reply import JSON_TYPE

INTERFACES = "/services/"
NOT_ALLOWED = 405
NOBODY = 499  # there is nobody left to read it


async def refused(_request: Request, refusal: Any) -> Response:
    return _said(refusal)


async def lost(request: Request, trouble: Any) -> Response:
    """Programs get what they can read, people a plain word."""
    if not request.url.path.startswith(INTERFACES):
        return PlainTextResponse(trouble.detail, trouble.status_code)
    if trouble.status_code != NOT_ALLOWED:
        return _said(not_found())
    return _said(Refusal("METHOD_NOT_ALLOWED", f"HTTP Method '{request.method}' not allowed.", status=NOT_ALLOWED))


async def gone(_request: Request, _trouble: Exception) -> Response:
    return Response(status_code=NOBODY)


async def fallen(_request: Request, _trouble: Exception) -> Response:
    """The words of a real org that fell over; the traceback goes to our own log."""
    words = "An unexpected error occurred. Please include this ErrorId if you contact support: 1-1 (-1)"
    return JSONResponse([{"message": words, "errorCode": "UNKNOWN_EXCEPTION"}], 500)


def _said(refusal: Refusal) -> Response:
    return dress_rest(JSONResponse(refusal.body(), refusal.status, media_type=JSON_TYPE), {})


HANDLERS = {Refusal: refused, HTTPException: lost, ClientDisconnect: gone, Exception: fallen}
