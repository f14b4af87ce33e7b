"""The page of an org's troubles: what stands, what each kind does, a form for one more."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from apps.practice_org.faults import kinds, standing
from apps.practice_org.live import LiveOrg
from apps.practice_org.refusals import Refusal
from apps.practice_org.web import templates


async def faults_page(request: Request) -> Response:
    live: LiveOrg | None = request.app.state.directory.find(request.path_params["org_id"])
    if live is None:
        return PlainTextResponse("There is no such org.", 404)
    done = trouble = ""
    if request.method == "POST":
        form = {key: str(value) for key, value in (await request.form()).items()}
        try:
            done = await run_in_threadpool(_act, live, form)
        except (Refusal, ValueError) as error:
            trouble = error.message if isinstance(error, Refusal) else str(error)
    return HTMLResponse(await run_in_threadpool(_render, live, done, trouble))


def _act(live: LiveOrg, form: dict[str, str]) -> str:
    action = form.pop("action", "add")
    if action == "clear":
        return f"{standing.clear(live)} troubles taken away."
    if action == "remove":
        standing.remove(live, form["id"])
        return "Taken away."
    return f"{standing.add(live, form).kind} is switched on."


def _render(live: LiveOrg, done: str, trouble: str) -> str:
    return templates.render(
        "faults.html",
        org=live.org,
        faults=standing.listing(live),
        kinds=kinds.ALL,
        done=done,
        trouble=trouble,
    )
