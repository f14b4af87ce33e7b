"""Every resource of the REST interface: method, path, and who answers."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass

from apps.practice_org.bulk import pages as bulk_pages
from apps.practice_org.bulk import replies as bulk
from apps.practice_org.bulk.ingest import replies as ingest
from apps.practice_org.refusals import Refusal, not_found
from apps.practice_org.rest import (
    batch,
    collections,
    composite,
    describe,
    layouts,
    limits,
    query,
    replication,
    resources,
    rows,
    search,
    tooling,
    trees,
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


def dispatch(call: Call) -> Reply:
    """Who can not send another method than POST names it in the query."""
    path = call.path.strip("/")
    method = call.query.get("_HttpMethod", call.method) if call.method == "POST" else call.method
    matching = _matching(path)
    if not matching:
        raise not_found()
    for route, found in matching:
        if route.method == method or (route.method == "GET" and method == "HEAD"):
            return route.handler(call, **found)
    allowed = ",".join(sorted({route.method for route, _ in matching}))
    raise Refusal("METHOD_NOT_ALLOWED", f"HTTP Method '{method}' not allowed. Allowed are {allowed}", status=405)


@functools.lru_cache(maxsize=2_000)
def _matching(path: str) -> list[tuple[Route, dict[str, str]]]:
    """Clients ask for the same things again and again."""
    return [(route, found.groupdict()) for route in ROUTES if (found := route.pattern.fullmatch(path))]


ROUTES = (
    _route("GET", "", resources.listing),
    _route("GET", "limits", limits.limits),
    _route("GET", "limits/recordCount", limits.record_count),
    _route("GET", "query", query.query),
    _route("GET", "queryAll", query.query_all),
    _route("GET", "query/{locator}", query.more),
    _route("GET", "queryAll/{locator}", query.more),
    _route("GET", "search", search.search),
    _route("GET", "parameterizedSearch", search.parameterized),
    _route("POST", "parameterizedSearch", search.parameterized),
    _route("GET", "sobjects", describe.describe_global),
    _route("GET", "sobjects/{name}", describe.basic),
    _route("POST", "sobjects/{name}", rows.create),
    _route("GET", "sobjects/{name}/describe", describe.describe),
    _route("GET", "sobjects/{name}/describe/layouts", layouts.layouts),
    _route("GET", "sobjects/{name}/describe/layouts/{key}", layouts.layout),
    _route("GET", "sobjects/{name}/describe/compactLayouts", layouts.compact_layouts),
    _route("GET", "sobjects/{name}/describe/approvalLayouts", layouts.approval_layouts),
    _route("GET", "sobjects/{name}/quickActions", layouts.quick_actions),
    _route("GET", "sobjects/{name}/updated", replication.updated),
    _route("GET", "sobjects/{name}/deleted", replication.deleted),
    _route("GET", "sobjects/{name}/{key}", rows.read),
    _route("PATCH", "sobjects/{name}/{key}", rows.update),
    _route("DELETE", "sobjects/{name}/{key}", rows.delete),
    _route("GET", "sobjects/{name}/{field}/{value}", rows.read_by),
    _route("PATCH", "sobjects/{name}/{field}/{value}", rows.upsert),
    _route("DELETE", "sobjects/{name}/{field}/{value}", rows.delete_by),
    _route("POST", "composite", composite.composite(dispatch)),
    _route("POST", "composite/batch", batch.batch(dispatch)),
    _route("POST", "composite/graph", composite.graph(dispatch)),
    _route("POST", "composite/tree/{name}", trees.tree),
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
    _route("GET", "jobs/query/{job_id}/results", bulk_pages.page),
    _route("GET", "jobs/query/{job_id}/resultPages", bulk_pages.pages),
    _route("POST", "jobs/ingest", ingest.create),
    _route("GET", "jobs/ingest", ingest.listing),
    _route("GET", "jobs/ingest/{job_id}", ingest.look),
    _route("PATCH", "jobs/ingest/{job_id}", ingest.change),
    _route("DELETE", "jobs/ingest/{job_id}", ingest.delete),
    _route("PUT", "jobs/ingest/{job_id}/batches", ingest.upload),
    _route("GET", "jobs/ingest/{job_id}/successfulResults", ingest.successful),
    _route("GET", "jobs/ingest/{job_id}/failedResults", ingest.failed),
    _route("GET", "jobs/ingest/{job_id}/unprocessedrecords", ingest.unprocessed),
    _route("GET", "jobs/ingest/{job_id}/unprocessedRecords", ingest.unprocessed),
    _route("GET", "tooling/query", tooling.ask),
    _route("GET", "tooling/sobjects", describe.describe_global),
    _route("GET", "tooling/sobjects/{name}/describe", describe.describe),
    _route("GET", "tooling/sobjects/Layout/{key}", tooling.read_layout),
    _route("PATCH", "tooling/sobjects/Layout/{key}", tooling.change_layout),
    _route("POST", "tooling/sobjects/CustomField", tooling.create_field),
    _route("GET", "tooling/sobjects/CustomField/{key}", tooling.read_field),
    _route("PATCH", "tooling/sobjects/CustomField/{key}", tooling.change_field),
    _route("DELETE", "tooling/sobjects/CustomField/{key}", tooling.delete_field),
)
