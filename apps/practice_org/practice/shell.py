"""What the pages of an org have in common: the org from the address, a form that acts, and what it said."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from apps.practice_org.live import LiveOrg
from apps.practice_org.practice import facts
from apps.practice_org.refusals import Refusal
from apps.practice_org.web import templates

Act = Callable[[LiveOrg, Request, FormData], str]
Show = Callable[[LiveOrg, Request], Mapping[str, Any]]


def page(template: str, show: Show, act: Act | None = None) -> Callable[[Request], Awaitable[Response]]:
    """`act` does what a form asks and says what it did; `show` gives the template its values."""

    async def endpoint(request: Request) -> Response:
        live: LiveOrg | None = request.app.state.directory.find(request.path_params["org_id"])
        if live is None:
            return PlainTextResponse("There is no such org.", 404)
        done = trouble = ""
        if request.method == "POST" and act is not None:
            form = await request.form()
            try:
                done = await run_in_threadpool(act, live, request, form)
            except (Refusal, ValueError, KeyError) as error:
                trouble = _in_words(error)
        try:
            body = await run_in_threadpool(_rendered, template, show, live, request, done, trouble)
        except Refusal as error:
            return PlainTextResponse(error.message, 404)
        return HTMLResponse(body)

    return endpoint


def _in_words(error: Refusal | ValueError | KeyError) -> str:
    if isinstance(error, KeyError):
        return f"The form lacks or does not know: {error.args[0]}"
    return error.message if isinstance(error, Refusal) else str(error)


def _rendered(template: str, show: Show, live: LiveOrg, request: Request, done: str, trouble: str) -> str:
    values = {"org": facts.facts(live), "done": done, "trouble": trouble, **show(live, request)}
    return templates.render(template, **values)
