"""What an ingest job may ask: the checks that refuse one before anything is uploaded."""

from __future__ import annotations

import email.parser
import email.policy
import json
from typing import Any

from apps.practice_org.bulk.csv_text import DELIMITERS, ENDINGS
from apps.practice_org.refusals import Refusal
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.web.call import Call

OPERATIONS = ("insert", "update", "upsert", "delete", "hardDelete")
HARD_DELETE = "PermissionsBulkApiHardDelete"
NO_HARD_DELETE = (
    "hardDelete operation requires special user profile permission, please contact your system administrator"
)
MULTIPART = "multipart/form-data"
MOST_CHARACTERS = 100_000  # of the data that comes with the job in one request

Job = dict[str, Any]


def read(call: Call) -> tuple[Job, bytes | None]:
    """The job, and its data where both come in one request."""
    kind = call.headers.get("content-type", "")
    if not kind.lower().startswith(MULTIPART):
        return checked(call, call.json_object()), None
    parts = _parts(kind, call.body)
    if "job" not in parts or "content" not in parts:
        raise Refusal("INVALIDJOB", "A multipart request holds the parts job and content.")
    if len(parts["content"]) > MOST_CHARACTERS:
        words = f"The content of a multipart request is limited to {MOST_CHARACTERS} characters."
        raise Refusal("INVALIDJOB", words)
    try:
        asked = json.loads(parts["job"])
    except (ValueError, RecursionError) as trouble:
        raise Refusal("JSON_PARSER_ERROR", f"{trouble} at [line:1, column:1]") from trouble
    if not isinstance(asked, dict):
        raise Refusal("JSON_PARSER_ERROR", "The part job holds no JSON object. at [line:1, column:1]")
    return checked(call, asked), parts["content"]


def checked(call: Call, asked: Job) -> Job:
    sobject = call.view.find(str(asked.get("object", "")))
    if sobject is None:
        raise Refusal("INVALIDJOB", f"InvalidJob : Unable to find object: {asked.get('object')}")
    operation = str(asked.get("operation", ""))
    if operation not in OPERATIONS:
        raise Refusal("INVALIDJOB", f"InvalidJob : Unable to find operation: {operation}")
    if operation == "hardDelete" and not call.live.permissions(call.user.id).get(HARD_DELETE):
        words = (
            "hardDelete operation requires special user profile permission, please contact your system administrator"
        )
        raise Refusal("FEATURENOTENABLED", words)
    job = {
        "operation": operation,
        "object": sobject.name,
        "lineEnding": str(asked.get("lineEnding") or "LF"),
        "columnDelimiter": str(asked.get("columnDelimiter") or "COMMA"),
    }
    if job["columnDelimiter"] not in DELIMITERS or job["lineEnding"] not in ENDINGS:
        raise Refusal("INVALIDJOB", "Invalid column delimiter or line ending.")
    if asked.get("contentType", "CSV") != "CSV":
        raise Refusal("INVALIDJOB", "Only CSV is supported as content type.")
    if operation == "upsert":
        job["externalIdFieldName"] = _key(sobject, str(asked.get("externalIdFieldName") or ""))
    if asked.get("assignmentRuleId"):
        job["assignmentRuleId"] = str(asked["assignmentRuleId"])
    return job


def _key(sobject: SObject, name: str) -> str:
    if not name:
        words = f"External ID was blank for {sobject.name}. An External ID must be specified for upsert."
        raise Refusal("INVALIDJOB", f"InvalidJob : {words}")
    field = sobject.find(name)
    if field is None or not (field.has("externalId") or field.has("idLookup")):
        words = f"Field name provided, {name} does not match an External ID, Salesforce Id, or indexed field for "
        raise Refusal("INVALIDJOB", f"InvalidJob : {words}{sobject.name}")
    return field.name


def _parts(kind: str, body: bytes) -> dict[str, bytes]:
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(
        f"Content-Type: {kind}\r\n\r\n".encode() + body
    )
    found: dict[str, bytes] = {}
    for part in message.iter_parts():
        name = str(part.get_param("name", "", header="content-disposition"))
        content = part.get_payload(decode=True)
        found[name] = content if isinstance(content, bytes) else b""
    return found
