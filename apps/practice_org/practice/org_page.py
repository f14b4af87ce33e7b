"""One org's page for its trainer: the same verbs as JSON has, as plain forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from apps.practice_org import grants
from apps.practice_org.faults import standing
from apps.practice_org.live import LiveOrg
from apps.practice_org.practice import facts, rule_forms, ruling, switching
from apps.practice_org.refusals import Refusal
from apps.practice_org.web import templates

FLAGS = {
    "has_api": "API enabled for the edition",
    "user_has_api": "API enabled for the sync user",
    "soap_login": "SOAP login allowed",
    "is_active": "Sync user active",
    "marketing_user": "Marketing User",
    "password_expired": "Password expired",
}

Form = Mapping[str, str]


async def org_page(request: Request) -> Response:
    live: LiveOrg | None = request.app.state.directory.find(request.path_params["org_id"])
    if live is None:
        return PlainTextResponse("There is no such org.", 404)
    done = trouble = ""
    if request.method == "POST":
        form = {key: str(value) for key, value in (await request.form()).items()}
        try:
            done = await run_in_threadpool(_act, live, form)
        except (Refusal, ValueError, KeyError) as error:
            trouble = error.message if isinstance(error, Refusal) else str(error)
    return HTMLResponse(await run_in_threadpool(_render, live, done, trouble))


def _render(live: LiveOrg, done: str, trouble: str) -> str:
    return templates.render(
        "org.html",
        org=facts.facts(live),
        flags=FLAGS,
        switches=asdict(live.switches),
        faults=standing.listing(live),
        sessions=live.book.number(grants.SESSION, live.id),
        grants=live.book.number(grants.GRANT, live.id),
        done=done,
        trouble=trouble,
        **ruling.page_values(live),
    )


def _act(live: LiveOrg, form: Form) -> str:
    acts: dict[str, Callable[[LiveOrg, Form], str]] = {
        "switch": _switch,
        "expire": _expire,
        "revoke": _revoke,
        **rule_forms.ACTS,
    }
    return acts[form.get("action", "")](live, form)


def _switch(live: LiveOrg, form: Form) -> str:
    switching.turn(live, {name: name in form for name in FLAGS})
    return "Saved."


def _expire(live: LiveOrg, _form: Form) -> str:
    return f"{grants.expire_sessions(live)} sessions ended."


def _revoke(live: LiveOrg, _form: Form) -> str:
    return f"{grants.revoke_all(live)} grants revoked."
