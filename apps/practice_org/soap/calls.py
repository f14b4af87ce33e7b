"""The calls of the SOAP interfaces: login, and the few that a signed-in client makes about itself."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from apps.practice_org import grants
from apps.practice_org.directory import Directory
from apps.practice_org.grants import SignedIn
from apps.practice_org.soap import duplicates, envelope, faults, user_info
from apps.practice_org.soap.envelope import Answer, Envelope, written
from apps.practice_org.soap.faults import Fault
from apps.practice_org.soap.login import login
from apps.practice_org.web.hosts import Caller


def answer(directory: Directory, endpoint: str, version: str, body: bytes, caller: Caller) -> Answer:
    interface = envelope.INTERFACES[endpoint]
    try:
        return Answer(200, _answer(directory, envelope.read(interface, body), version, caller))
    except Fault as fault:
        return Answer(500, envelope.write_fault(interface, fault))


def _answer(directory: Directory, asked: Envelope, version: str, caller: Caller) -> str:
    if asked.operation == "login":
        return login(directory, asked, version, caller)
    if asked.operation not in CALLS and asked.operation not in DUPLICATES:
        raise Fault("UNKNOWN_EXCEPTION", "No operation available for request")
    token = asked.header("SessionHeader/sessionId")
    found = grants.find_session(directory, token)
    if found is None or not caller.reaches(found.live):
        raise faults.illegal_session()
    if not found.may_call:
        raise Fault("INVALID_SESSION_ID", "This session is not valid for use with the API")
    if asked.operation in DUPLICATES:
        _check_password(found)
        return duplicates.find(found, asked, _counted(found))
    return CALLS[asked.operation](found, asked.interface, token)


def _logout(found: SignedIn, interface: str, token: str) -> str:
    grants.end_session(found.live, token)
    return written("soap_logout.xml", interface, limit=_counted(found))


def _get_user_info(found: SignedIn, interface: str, _token: str) -> str:
    _check_password(found)
    facts = user_info.facts(found.live, found.user)
    return written("soap_user_info.xml", interface, limit=_counted(found), **facts)


def _get_server_timestamp(found: SignedIn, interface: str, _token: str) -> str:
    _check_password(found)
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return written("soap_timestamp.xml", interface, limit=_counted(found), now=now)


def _check_password(found: SignedIn) -> None:
    if found.live.switches.password_expired and found.user.id == found.live.org.user.id:
        raise faults.expired_password()


def _counted(found: SignedIn) -> dict[str, int]:
    """Calls of the last 24 hours and their limit, for the header of the reply."""
    return {"current": found.live.book.count_call(found.live.id), "most": found.live.switches.daily_calls}


DUPLICATES = ("findDuplicates", "findDuplicatesByIds")
CALLS: dict[str, Callable[[SignedIn, str, str], str]] = {
    "logout": _logout,
    "getUserInfo": _get_user_info,
    "getServerTimestamp": _get_server_timestamp,
}
