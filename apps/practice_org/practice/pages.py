"""The trainer's pages: the list of orgs, and one page for each."""

from __future__ import annotations

from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from apps.practice_org.orgs import KINDS, PERSONAS
from apps.practice_org.practice import facts
from apps.practice_org.web import templates
from apps.practice_org.web.origin import origin

STYLE = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")


async def home_page(request: Request) -> Response:
    """A form makes one more org, and leads to its page."""
    directory = request.app.state.directory
    if request.method == "POST":
        kind = str((await request.form()).get("kind", ""))
        if kind not in {*KINDS, *PERSONAS}:
            return PlainTextResponse("There is no such kind of org.", 400)
        live = await run_in_threadpool(directory.add, kind)
        return RedirectResponse(f"/practice/orgs/{live.id}", 303)
    orgs = [await run_in_threadpool(facts.facts, live) for live in directory]
    values = {"orgs": orgs, "origin": origin(request), "seed": directory.seed, "secure": request.app.state.secure}
    values["kinds"] = {key: kind.name for key, kind in {**KINDS, **PERSONAS}.items()}
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
