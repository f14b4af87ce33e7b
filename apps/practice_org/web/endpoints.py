"""The addresses of the REST and SOAP interfaces, between the wire and those who answer."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator, Iterator

from isal import igzip
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from apps.practice_org.rest import front
from apps.practice_org.rest.front import Incoming
from apps.practice_org.soap import login
from apps.practice_org.web.origin import origin
from apps.practice_org.web.reply import Reply

SMALLEST_GZIP = 1_000
USUAL = {
    "Cache-Control": "no-cache,must-revalidate,max-age=0,no-store,private",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "none",
    "Vary": "Accept-Encoding",
}


async def rest(request: Request) -> Response:
    body = await request.body()
    if request.headers.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    incoming = Incoming(
        method=request.method,
        path=request.path_params.get("path", ""),
        query=dict(request.query_params),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=body,
        origin=origin(request),
    )
    reply = await run_in_threadpool(front.answer, request.app.state.directory, incoming)
    return _written(reply, incoming)


async def soap(request: Request) -> Response:
    body = await request.body()
    version = request.path_params["version"].partition("/")[0]
    answer = await run_in_threadpool(login.answer, request.app.state.directory, version, body, origin(request))
    headers = {"Cache-Control": USUAL["Cache-Control"], "Vary": USUAL["Vary"]}
    return Response(answer.xml, answer.status, headers, "text/xml; charset=utf-8")


def _written(reply: Reply, incoming: Incoming) -> Response:
    headers = {**USUAL, **reply.headers}
    if reply.chunks is not None:
        return StreamingResponse(_stream(reply.chunks), reply.status, headers, reply.media_type)
    content = reply.encoded(pretty=incoming.headers.get("x-prettyprint") == "1")
    if not content:
        return Response(status_code=reply.status, headers=headers)
    if len(content) > SMALLEST_GZIP and "gzip" in incoming.headers.get("accept-encoding", ""):
        content = igzip.compress(content, 1)
        headers["Content-Encoding"] = "gzip"
    return Response(content, reply.status, headers, reply.media_type)


async def _stream(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    async for chunk in iterate_in_threadpool(chunks):
        yield chunk
