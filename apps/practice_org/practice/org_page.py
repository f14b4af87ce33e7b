"""One org's page for its trainer: the same verbs as JSON has, as plain forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from apps.practice_org import grants, ids
from apps.practice_org.faults import standing
from apps.practice_org.live import LiveOrg
from apps.practice_org.practice import changes, facts, rule_forms, ruling, switching
from apps.practice_org.refusals import Refusal
from apps.practice_org.soql import compiling
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
        objects=facts.COUNTED,
        flags=FLAGS,
        switches=asdict(live.switches),
        hidden=live.switches.hidden,
        faults=standing.listing(live),
        sessions=live.book.number(grants.SESSION, live.id),
        grants=live.book.number(grants.GRANT, live.id),
        done=done,
        trouble=trouble,
        **ruling.page_values(live),
    )


def _act(live: LiveOrg, form: Form) -> str:
    acts: dict[str, Callable[[LiveOrg, Form], str]] = {
        "change": _change,
        "delete": _delete,
        "hide": _hide,
        "show": _hide,
        "switch": _switch,
        "expire": _expire,
        "revoke": _revoke,
        **rule_forms.ACTS,
    }
    return acts[form.get("action", "")](live, form)


def _change(live: LiveOrg, form: Form) -> str:
    key = _record(live, form)
    changes.change(live, form["object"], key, {form["field"]: form.get("value", "")})
    return f"{form['object']} {key} changed."


def _delete(live: LiveOrg, form: Form) -> str:
    key = _record(live, form)
    changes.delete(live, form["object"], key)
    return f"{form['object']} {key} deleted."


def _hide(live: LiveOrg, form: Form) -> str:
    switching.hide(live, form["object"], form["field"], hidden=form["action"] == "hide")
    return f"{form['object']}.{form['field']} is now {'hidden' if form['action'] == 'hide' else 'shown'}."


def _switch(live: LiveOrg, form: Form) -> str:
    switching.turn(live, {name: name in form for name in FLAGS})
    return "Saved."


def _expire(live: LiveOrg, _form: Form) -> str:
    return f"{grants.expire_sessions(live)} sessions ended."


def _revoke(live: LiveOrg, _form: Form) -> str:
    return f"{grants.revoke_all(live)} grants revoked."


def _record(live: LiveOrg, form: Form) -> str:
    """The id typed, or the id of the first record with the e-mail typed."""
    typed = form.get("record", "").strip()
    if ids.full(typed):
        return typed
    escaped = typed.replace("\\", "\\\\").replace("'", "\\'")
    query = compiling.compile_query(f"SELECT Id FROM {form['object']} WHERE Email = '{escaped}'", live.everything)
    with live.storage.reading() as cursor:
        row = cursor.execute(query.sql).fetchone()
    if row is None:
        raise ValueError(f"There is no {form['object']} with the e-mail {typed}.")
    return str(row[0])
