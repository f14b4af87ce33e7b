"""The address of the Metadata API."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from apps.practice_org.soap.metadata import answering
from apps.practice_org.web import body

HEADERS = {"Cache-Control": "no-cache,must-revalidate,max-age=0,no-store,private", "Vary": "Accept-Encoding"}


async def metadata(request: Request) -> Response:
    """What follows the version is the org's id, or whatever a client likes to see in its logs."""
    version = request.path_params["version"].partition("/")[0]
    answer = await run_in_threadpool(answering.answer, request.app.state.directory, version, await body.read(request))
    return Response(answer.xml, answer.status, HEADERS, "text/xml; charset=utf-8")
