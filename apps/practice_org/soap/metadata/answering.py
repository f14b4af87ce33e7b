"""The door of the Metadata API: session, rights, the call by its name, and faults in Salesforce's words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

from apps.practice_org import grants
from apps.practice_org.directory import Directory
from apps.practice_org.faults import striking
from apps.practice_org.grants import SignedIn
from apps.practice_org.live import LiveOrg
from apps.practice_org.refusals import Refusal
from apps.practice_org.rest.versions import NEWEST, OLDEST
from apps.practice_org.soap import document
from apps.practice_org.soap.envelope import Answer
from apps.practice_org.soap.metadata import calls, deploying, xml
from apps.practice_org.soap.metadata.calls import Asked

CALLS: dict[str, Callable[[Asked], list[Any]]] = {
    "createMetadata": calls.save,
    "updateMetadata": calls.save,
    "upsertMetadata": calls.save,
    "deleteMetadata": calls.delete,
    "readMetadata": calls.read,
    "listMetadata": calls.listing,
    "describeMetadata": calls.describe,
    "deploy": deploying.deploy,
    "checkDeployStatus": deploying.status,
}
NO_SESSION = "Invalid Session ID found in SessionHeader: Illegal Session"
NO_RIGHT = "use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions"
RIGHTS = ("PermissionsModifyAllData", "PermissionsModifyMetadata", "PermissionsCustomizeApplication")


def answer(directory: Directory, version: str, body: bytes) -> Answer:
    try:
        return Answer(200, _answer(directory, version, body))
    except Refusal as refusal:
        return Answer(500, xml.fault(refusal.code, refusal.message))


def _answer(directory: Directory, version: str, body: bytes) -> str:
    envelope = _parsed(body)
    _check_version(version)
    header = {xml.local(element): element for element in envelope.iter()}
    signed_in = _signed_in(directory, header)
    operation = _operation(envelope)
    name = xml.local(operation)
    if name not in CALLS:
        raise Refusal("INVALID_TYPE", f"No operation available for request {operation.tag}")
    flag = header.get("allOrNone")
    asked = Asked(
        live=signed_in.live,
        user=signed_in.user,
        body=operation,
        is_all_or_none=flag is not None and (flag.text or "").strip() == "true",
    )
    return xml.envelope(name, CALLS[name](asked))


def _parsed(body: bytes) -> ElementTree.Element:
    try:
        return document.parse(body)
    except document.Unreadable as trouble:
        raise Refusal("UNKNOWN_EXCEPTION", str(trouble)) from trouble


def _check_version(version: str) -> None:
    number = version.partition(".")[0]
    if not number.isdigit() or not OLDEST <= int(number) <= NEWEST:
        raise Refusal("UNSUPPORTED_API_VERSION", f"Invalid Api version specified on URL {version}")


def _signed_in(directory: Directory, header: dict[str, ElementTree.Element]) -> SignedIn:
    given = header.get("sessionId")
    found = grants.find_session(directory, (given.text or "").strip()) if given is not None else None
    if found is None:
        raise Refusal("INVALID_SESSION_ID", NO_SESSION)
    live = found.live
    _meet_trouble(live)
    if not live.switches.has_api:
        raise Refusal("API_DISABLED_FOR_ORG", "API is not enabled for this Organization or Partner")
    live.book.count_call(live.id)
    held = live.permissions(found.user.id)
    if not any(held[right] for right in RIGHTS):
        raise Refusal("INSUFFICIENT_ACCESS", NO_RIGHT)
    return found


def _meet_trouble(live: LiveOrg) -> None:
    """What a trainer switched on for `POST /Soap/m`."""
    reply = striking.at_other_doors(live, "POST /Soap/m")
    if reply is not None and isinstance(reply.body, list):
        raise Refusal(reply.body[0]["errorCode"], reply.body[0]["message"])
    if reply is not None:
        raise Refusal("SERVER_UNAVAILABLE", "server unavailable")


def _operation(envelope: ElementTree.Element) -> ElementTree.Element:
    body = next((element for element in envelope if xml.local(element) == "Body"), None)
    if body is None or not len(body):
        raise Refusal("UNKNOWN_EXCEPTION", "No operation available for request")
    return body[0]
