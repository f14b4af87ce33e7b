"""The trainer's verbs as JSON under /practice/orgs/{org_id}: what the pages do, for programs and tests."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from apps.practice_org import clock, grants, recycling
from apps.practice_org.faults import standing
from apps.practice_org.live import LiveOrg
from apps.practice_org.orgs import KINDS, MOST_RECORDS, PERSONAS
from apps.practice_org.practice import changes, facts, granting, people, reshaping, switching
from apps.practice_org.refusals import Refusal

Body = dict[str, Any]
Verb = Callable[[LiveOrg, Request, Any], Any]
UNFIT = (ValueError, KeyError, TypeError, AttributeError, RecursionError)  # a body that is not what the verb reads


def verb(work: Verb) -> Callable[[Request], Awaitable[Response]]:
    """Finds the org, reads the body, and answers with JSON whatever happens."""

    async def endpoint(request: Request) -> Response:
        live: LiveOrg | None = request.app.state.directory.find(request.path_params["org_id"])
        if live is None:
            return JSONResponse({"error": "no such org"}, 404)
        try:
            body = json.loads(await request.body() or b"{}")
            return JSONResponse(await run_in_threadpool(_by_its_clock, work, live, request, body))
        except Refusal as refusal:
            return JSONResponse({"error": refusal.message, "code": refusal.code}, refusal.status)
        except UNFIT as trouble:
            return _unfit(trouble)

    return endpoint


def _by_its_clock(work: Callable[[LiveOrg, Request, Any], Any], live: LiveOrg, request: Request, body: Any) -> Any:
    with clock.ahead(standing.skew(live)):
        return work(live, request, body)


async def add_org(request: Request) -> Response:
    """{"persona"} or {"kind"}: one of orgs.PERSONAS or orgs.KINDS; "name" and "records" if they shall be others"""
    try:
        body = json.loads(await request.body() or b"{}")
        kind = str(body.get("persona") or body.get("kind") or "enterprise")
        records = _size(body["records"]) if body.get("records") is not None else None
    except UNFIT as trouble:
        return _unfit(trouble)
    if kind not in {*KINDS, *PERSONAS}:
        return JSONResponse({"error": f"kind or persona must be one of {', '.join({**KINDS, **PERSONAS})}"}, 400)
    directory = request.app.state.directory
    live = await run_in_threadpool(directory.add, kind, name=str(body.get("name") or ""), records=records)
    return JSONResponse(facts.facts(live), 201)


def _size(given: Any) -> int:
    if not 0 <= int(given) <= MOST_RECORDS:
        raise ValueError(f"records must be from 0 to {MOST_RECORDS}")
    return int(given)


def _unfit(trouble: Exception) -> Response:
    return JSONResponse({"error": f"{type(trouble).__name__}: {trouble}"}, 400)


def show(live: LiveOrg, _request: Request, _body: Body) -> Any:
    return {
        **facts.facts(live),
        "switches": asdict(live.switches),
        "faults": [asdict(one) for one in standing.listing(live)],
    }


def switch(live: LiveOrg, _request: Request, body: Body) -> Any:
    """Any switch by its name: has_api, soap_login, password, password_expired, user_has_api, daily_calls, ..."""
    return asdict(switching.turn(live, body))


def hide(live: LiveOrg, _request: Request, body: Body) -> Any:
    """{"object", "field", "hidden": true|false}: takes a field from the sync user, or gives it back."""
    return switching.hide(live, str(body["object"]), str(body["field"]), hidden=bool(body.get("hidden", True)))


def open_field(live: LiveOrg, _request: Request, body: Body) -> Any:
    """{"object", "field", "access": none|Read|Edit}: what the sync user's profile opens."""
    return {"access": granting.open_field(live, str(body["object"]), str(body["field"]), str(body["access"]))}


def add_field(live: LiveOrg, _request: Request, body: Body) -> Any:
    """{"object", "field", "metadata"}: a new custom field that the sync user sees."""
    return {"field": reshaping.add(live, str(body["object"]), str(body["field"]), dict(body["metadata"]))}


def rename_field(live: LiveOrg, _request: Request, body: Body) -> Any:
    """{"object", "field", "to"}: another API name; the values go along."""
    return {"field": reshaping.rename(live, str(body["object"]), str(body["field"]), str(body["to"]))}


def retype_field(live: LiveOrg, _request: Request, body: Body) -> Any:
    """{"object", "field", "metadata"}: another type; values that do not fit are lost."""
    return {"field": reshaping.retype(live, str(body["object"]), str(body["field"]), dict(body["metadata"]))}


def place_field(live: LiveOrg, _request: Request, body: Body) -> Any:
    """{"layout": "Lead-Lead Layout", "field", "on": true|false}; the fields that are off the layout come back."""
    return {"off": granting.place(live, str(body["layout"]), str(body["field"]), is_on=bool(body.get("on", True)))}


def assign_set(live: LiveOrg, _request: Request, body: Body) -> Any:
    """{"name", "held": true|false}: gives a permission set to the sync user, or takes it."""
    granting.assign(live, str(body["name"]), is_held=bool(body.get("held", True)))
    return {"held": bool(body.get("held", True))}


def create_records(live: LiveOrg, request: Request, body: Any) -> Any:
    rows = body if isinstance(body, list) else [body]
    return {"ids": changes.create(live, request.path_params["object"], rows)}


def change_record(live: LiveOrg, request: Request, body: Body) -> Any:
    changes.change(live, request.path_params["object"], request.path_params["record_id"], body)
    return {"changed": 1}


def delete_record(live: LiveOrg, request: Request, _body: Body) -> Any:
    master = request.query_params.get("master")
    changes.delete(live, request.path_params["object"], request.path_params["record_id"], master)
    return {"deleted": 1}


def undelete_record(live: LiveOrg, request: Request, _body: Body) -> Any:
    changes.undelete(live, request.path_params["object"], request.path_params["record_id"])
    return {"undeleted": 1}


def convert_lead(live: LiveOrg, request: Request, _body: Body) -> Any:
    return people.convert(live, changes.full_id(request.path_params["record_id"]))


def merge_records(live: LiveOrg, request: Request, body: Body) -> Any:
    """{"losers": [id, ...]}"""
    losers = [changes.full_id(str(key)) for key in body["losers"]]
    return people.merge(live, request.path_params["object"], changes.full_id(request.path_params["record_id"]), losers)


def change_many(live: LiveOrg, _request: Request, body: Body) -> Any:
    """{"object", "where": SOQL condition, "values": {...}}"""
    number = changes.change_many(live, str(body["object"]), str(body.get("where", "")), dict(body["values"]))
    return {"changed": number}


def empty_bin(live: LiveOrg, _request: Request, body: Body) -> Any:
    """{"at"}: as if all of it had been deleted at that moment."""
    return {"emptied": recycling.empty(live, str(body.get("at", "")))}


def digest(live: LiveOrg, request: Request, _body: Body) -> Any:
    asked = request.query_params
    names = [name.strip() for name in asked.get("fields", "").split(",") if name.strip()]
    deleted = asked.get("deleted", "").lower() in {"1", "true"}
    return changes.digest(live, asked["object"], names, asked.get("where", ""), deleted=deleted)


def add_fault(live: LiveOrg, _request: Request, body: Body) -> Any:
    """{"kind", "pattern": on "METHOD /path", "count": -1 for ever, "after", "probability", "size", "seconds", ...}"""
    return asdict(standing.add(live, body))


def remove_fault(live: LiveOrg, request: Request, _body: Body) -> Any:
    return {"removed": standing.remove(live, request.path_params["fault_id"])}


def list_faults(live: LiveOrg, _request: Request, _body: Body) -> Any:
    return [asdict(one) for one in standing.listing(live)]


def clear_faults(live: LiveOrg, _request: Request, _body: Body) -> Any:
    return {"cleared": standing.clear(live)}


def expire_sessions(live: LiveOrg, _request: Request, _body: Body) -> Any:
    return {"expired": grants.expire_sessions(live)}


def revoke_grants(live: LiveOrg, _request: Request, _body: Body) -> Any:
    return {"revoked": grants.revoke_all(live)}
