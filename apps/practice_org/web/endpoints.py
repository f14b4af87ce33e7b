"""The addresses of the REST and SOAP interfaces, between the wire and those who answer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

from isal import igzip
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from apps.practice_org.rest import front
from apps.practice_org.rest.front import Incoming
from apps.practice_org.soap import calls
from apps.practice_org.web import body
from apps.practice_org.web.headers import dress_rest, dress_soap
from apps.practice_org.web.hosts import caller
from apps.practice_org.web.reply import Reply

SMALLEST_GZIP = 1_000


async def rest(request: Request) -> Response:
    incoming = Incoming(
        method=request.method,
        path=request.path_params.get("path", ""),
        query=dict(request.query_params),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=await body.read(request),
        caller=caller(request),
    )
    reply = await run_in_threadpool(front.answer, request.app.state.directory, incoming)
    return _written(reply, incoming)


def soap(letter: str) -> Callable[[Request], Awaitable[Response]]:
    """The partner interface is `u`, the enterprise interface `c`."""

    async def endpoint(request: Request) -> Response:
        asked = (letter, request.path_params["version"].partition("/")[0], await body.read(request), caller(request))
        answer = await run_in_threadpool(calls.answer, request.app.state.directory, *asked)
        return dress_soap(Response(answer.xml, answer.status, media_type="text/xml; charset=utf-8"))

    return endpoint


def _written(reply: Reply, incoming: Incoming) -> Response:
    return dress_rest(_bare(reply, incoming), reply.headers)


def _bare(reply: Reply, incoming: Incoming) -> Response:
    if reply.chunks is not None:
        return StreamingResponse(_stream(reply.chunks), reply.status, media_type=reply.media_type)
    content = reply.encoded(pretty=incoming.headers.get("x-prettyprint") == "1")
    if not content:
        return Response(status_code=reply.status)
    if len(content) > SMALLEST_GZIP and "gzip" in incoming.headers.get("accept-encoding", ""):
        return Response(igzip.compress(content, 1), reply.status, {"Content-Encoding": "gzip"}, reply.media_type)
    return Response(content, reply.status, media_type=reply.media_type)


async def _stream(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    async for chunk in iterate_in_threadpool(chunks):
        yield chunk
