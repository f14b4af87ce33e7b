"""What a bulk query may ask: the checks that refuse a job before it starts."""

from __future__ import annotations

from typing import Any

from apps.practice_org.bulk import csv_text
from apps.practice_org.refusals import Refusal
from apps.practice_org.schema.view import View
from apps.practice_org.soql import compiling
from apps.practice_org.soql.compiling import Query

# No list of refused objects is published; these make a client prove that it falls back to REST.
REFUSED_OBJECTS = frozenset({"CampaignMemberStatus", "RecordType", "OauthToken", "UserPermissionAccess"})


def check(view: View, asked: Any) -> tuple[dict[str, str], Query]:
    """The job as it will run, with defaults filled in."""
    if not isinstance(asked, dict):
        raise Refusal("JSON_PARSER_ERROR", "The request body could not be parsed as a job.")
    job = {
        "operation": str(asked.get("operation", "")),
        "query": str(asked.get("query", "")),
        "columnDelimiter": str(asked.get("columnDelimiter", "COMMA")),
        "lineEnding": str(asked.get("lineEnding", "LF")),
    }
    _check_words(job, asked)
    query = compiling.compile_query(job["query"], view, deleted=job["operation"] == "queryAll")
    _check_query(query)
    return job, query


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
    if name in REFUSED_OBJECTS:
        raise Refusal("INVALIDENTITY", f"Entity '{name}' is not supported by the Bulk API.")
    if query.is_count or query.is_aggregate or query.children:
        raise Refusal("API_ERROR", "Aggregate Relationship not supported in Bulk Query")
    if query.has_kinds:
        raise Refusal("API_ERROR", "TYPEOF not supported in Bulk Query")
    if query.has_all_fields:
        words = "The SOQL FIELDS function is not supported with an unbounded set of fields in this API"
        raise Refusal("MALFORMED_QUERY", words)
    if "OFFSET" in query.limit:
        raise Refusal("API_ERROR", "Offset not supported in Bulk Query")
    if any(column.field.type in {"address", "location"} for column in query.columns):
        raise Refusal("API_ERROR", "Selecting compound data not supported in Bulk Query")
