"""The trainer's pages: the list of orgs, and one page for each."""

from __future__ import annotations

from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response

from apps.practice_org.practice import facts
from apps.practice_org.web import templates
from apps.practice_org.web.origin import origin

STYLE = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")


async def home_page(request: Request) -> Response:
    directory = request.app.state.directory
    orgs = [await run_in_threadpool(facts.facts, live) for live in directory]
    values = {"orgs": orgs, "origin": origin(request), "seed": directory.seed, "secure": request.app.state.secure}
    return HTMLResponse(templates.render("home.html", **values))


async def orgs_json(request: Request) -> Response:
    return JSONResponse({"orgs": [await run_in_threadpool(facts.facts, live) for live in request.app.state.directory]})


async def health(_request: Request) -> Response:
    return PlainTextResponse("ok")


async def authority(request: Request) -> Response:
    """The certificate that a client must trust before it speaks https with this process."""
    secure = request.app.state.secure
    if secure is None:
        return PlainTextResponse("The practice org was started without https.", 404)
    return FileResponse(secure.authority, media_type="application/x-pem-file", filename="practice-org-authority.pem")


async def style(_request: Request) -> Response:
    return Response(STYLE, media_type="text/css", headers={"Cache-Control": "max-age=3600"})
