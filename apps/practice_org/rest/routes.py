"""Every resource of the REST interface: method, path, and who answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from apps.practice_org.bulk import replies as bulk
from apps.practice_org.refusals import Refusal, not_found
from apps.practice_org.rest import (
    collections,
    composite,
    describe,
    limits,
    query,
    replication,
    resources,
    rows,
    tooling,
)
from apps.practice_org.web.call import Call
from apps.practice_org.web.reply import Reply

Handler = Callable[..., Reply]


@dataclass(frozen=True, slots=True)
class Route:
    method: str
    pattern: re.Pattern[str]
    handler: Handler


def _route(method: str, path: str, handler: Handler) -> Route:
    pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path)
    return Route(method, re.compile(pattern), handler)


ROUTES = (
    _route("GET", "", resources.listing),
    _route("GET", "limits", limits.limits),
    _route("GET", "limits/recordCount", limits.record_count),
    _route("GET", "query", query.query),
    _route("GET", "queryAll", query.query_all),
    _route("GET", "query/{locator}", query.more),
    _route("GET", "queryAll/{locator}", query.more),
    _route("GET", "sobjects", describe.describe_global),
    _route("GET", "sobjects/{name}", describe.basic),
    _route("POST", "sobjects/{name}", rows.create),
    _route("GET", "sobjects/{name}/describe", describe.describe),
    _route("GET", "sobjects/{name}/describe/layouts", describe.layouts),
    _route("GET", "sobjects/{name}/updated", replication.updated),
    _route("GET", "sobjects/{name}/deleted", replication.deleted),
    _route("GET", "sobjects/{name}/{key}", rows.read),
    _route("PATCH", "sobjects/{name}/{key}", rows.update),
    _route("DELETE", "sobjects/{name}/{key}", rows.delete),
    _route("GET", "sobjects/{name}/{field}/{value}", rows.read_by),
    _route("PATCH", "sobjects/{name}/{field}/{value}", rows.upsert),
    _route("POST", "composite", composite.composite),
    _route("POST", "composite/batch", composite.batch),
    _route("GET", "composite/sobjects/{name}", collections.read),
    _route("POST", "composite/sobjects/{name}", collections.read),
    _route("POST", "composite/sobjects", collections.create),
    _route("PATCH", "composite/sobjects", collections.update),
    _route("DELETE", "composite/sobjects", collections.delete),
    _route("PATCH", "composite/sobjects/{name}/{field}", collections.upsert),
    _route("POST", "jobs/query", bulk.create),
    _route("GET", "jobs/query", bulk.listing),
    _route("GET", "jobs/query/{job_id}", bulk.look),
    _route("PATCH", "jobs/query/{job_id}", bulk.change),
    _route("DELETE", "jobs/query/{job_id}", bulk.delete),
    _route("GET", "jobs/query/{job_id}/results", bulk.page),
    _route("GET", "jobs/query/{job_id}/resultPages", bulk.pages),
    _route("GET", "tooling/query", query.query),
    _route("POST", "tooling/sobjects/CustomField", tooling.create_field),
    _route("GET", "tooling/sobjects/CustomField/{key}", tooling.read_field),
    _route("PATCH", "tooling/sobjects/CustomField/{key}", tooling.change_field),
    _route("DELETE", "tooling/sobjects/CustomField/{key}", tooling.delete_field),
)


def dispatch(call: Call) -> Reply:
    path = call.path.strip("/")
    matching = [(route, found) for route in ROUTES if (found := route.pattern.fullmatch(path))]
    if not matching:
        raise not_found()
    for route, found in matching:
        if route.method == call.method or (route.method == "GET" and call.method == "HEAD"):
            return route.handler(call, **found.groupdict())
    allowed = ",".join(sorted({route.method for route, _ in matching}))
    raise Refusal("METHOD_NOT_ALLOWED", f"HTTP Method '{call.method}' not allowed. Allowed are {allowed}", status=405)
