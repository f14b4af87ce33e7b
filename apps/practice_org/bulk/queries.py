"""What a bulk query may ask: the checks that refuse a job before it starts."""

from __future__ import annotations

from typing import Any

from apps.practice_org.bulk import csv_text
from apps.practice_org.refusals import Refusal
from apps.practice_org.schema.view import View
from apps.practice_org.soql import compiling
from apps.practice_org.soql.asker import Asker
from apps.practice_org.soql.compiled import Query

# No list of refused objects is published; these make a client prove that it falls back to REST.
REFUSED_OBJECTS = frozenset({"CampaignMemberStatus", "RecordType", "OauthToken", "UserPermissionAccess"})
COMPOUND = frozenset({"address", "location"})
DEFAULTS = {"operation": "", "query": "", "columnDelimiter": "COMMA", "lineEnding": "LF"}


def check(view: View, asked: Any, asker: Asker) -> dict[str, str]:
    """The job as it will run, with its object and the defaults filled in."""
    if not isinstance(asked, dict):
        raise Refusal("JSON_PARSER_ERROR", "The request body could not be parsed as a job.")
    job = {name: str(asked.get(name) or default) for name, default in DEFAULTS.items()}
    _check_words(job, asked)
    query = compiling.compile_query(job["query"], view, deleted=job["operation"] == "queryAll", asker=asker)
    _check_query(query)
    return {**job, "object": query.sobject.name, "zone": asker.zone}


def _check_words(job: dict[str, str], asked: dict[str, Any]) -> None:
    if job["operation"] not in {"query", "queryAll"}:
        raise Refusal("INVALIDJOB", f"Unable to find operation: {job['operation']}")
    if not job["query"].strip():
        raise Refusal("API_ERROR", "A query must be specified.")
    if job["columnDelimiter"] not in csv_text.DELIMITERS or job["lineEnding"] not in csv_text.ENDINGS:
        raise Refusal("INVALIDJOB", "Invalid column delimiter or line ending.")
    if asked.get("contentType", "CSV") != "CSV":
        raise Refusal("INVALIDJOB", "Only CSV is supported as content type.")


def _check_query(query: Query) -> None:
    name = query.sobject.name
    if name in REFUSED_OBJECTS or "reported" in query.sobject.facts.marks:
        raise Refusal("INVALIDENTITY", f"Entity '{name}' is not supported by the Bulk API.")
    for is_there, what in (
        (query.is_count or query.is_aggregate or query.children, "Aggregate Relationship"),
        (query.has_kinds, "TYPEOF"),
        (query.offset is not None, "Offset"),
    ):
        if is_there:
            raise Refusal("API_ERROR", f"{what} not supported in Bulk Query")
    if query.has_all_fields:
        words = "The SOQL FIELDS function is not supported with an unbounded set of fields in this API"
        raise Refusal("MALFORMED_QUERY", words)
    if any(column.field.type in COMPOUND for column in query.columns):
        raise Refusal("API_ERROR", "Selecting compound data not supported in Bulk Query")
    if any(column.field.type == "base64" for column in query.columns):
        raise Refusal("API_ERROR", "Selecting binary data not supported in Bulk Query")
