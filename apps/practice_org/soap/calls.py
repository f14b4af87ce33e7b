"""The calls of the SOAP interfaces: login, and the few that a signed-in client makes about itself."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from apps.practice_org import grants
from apps.practice_org.directory import Directory
from apps.practice_org.grants import SignedIn
from apps.practice_org.soap import converting, duplicates, envelope, faults, user_info
from apps.practice_org.soap.envelope import Answer, Envelope, written
from apps.practice_org.soap.faults import Fault
from apps.practice_org.soap.login import check_rights, login
from apps.practice_org.web.hosts import Caller

LOGOUT = "logout"
Limit = dict[str, int]


def answer(directory: Directory, endpoint: str, version: str, body: bytes, caller: Caller) -> Answer:
    interface = envelope.INTERFACES[endpoint]
    try:
        return Answer(200, _answer(directory, envelope.read(interface, body), version, caller))
    except Fault as fault:
        return Answer(500, envelope.write_fault(interface, fault))


def _answer(directory: Directory, asked: Envelope, version: str, caller: Caller) -> str:
    if asked.operation == "login":
        return login(directory, asked, version, caller)
    if asked.operation not in CALLS:
        raise Fault("UNKNOWN_EXCEPTION", "No operation available for request")
    found = _signed_in(directory, asked, caller)
    limit = {"current": found.live.book.count_call(found.live.id), "most": found.live.switches.daily_calls}
    return CALLS[asked.operation](found, asked, limit)


def _signed_in(directory: Directory, asked: Envelope, caller: Caller) -> SignedIn:
    found = grants.find_session(directory, asked.header("SessionHeader/sessionId"))
    if found is None or not caller.reaches(found.live):
        raise faults.illegal_session()
    if not found.may_call:
        raise Fault("INVALID_SESSION_ID", "This session is not valid for use with the API")
    if asked.operation != LOGOUT:
        check_rights(found.live, found.user)
        _check_password(found)
    return found


def _check_password(found: SignedIn) -> None:
    if found.live.switches.password_expired and found.user.id == found.live.org.user.id:
        raise faults.expired_password()


def _logout(found: SignedIn, asked: Envelope, limit: Limit) -> str:
    grants.end_session(found.live, asked.header("SessionHeader/sessionId"))
    return written("soap_logout.xml", asked.interface, limit=limit)


def _get_user_info(found: SignedIn, asked: Envelope, limit: Limit) -> str:
    return written("soap_user_info.xml", asked.interface, limit=limit, **user_info.facts(found.live, found.user))


def _get_server_timestamp(_found: SignedIn, asked: Envelope, limit: Limit) -> str:
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return written("soap_timestamp.xml", asked.interface, limit=limit, now=now)


CALLS: dict[str, Callable[[SignedIn, Envelope, Limit], str]] = {
    LOGOUT: _logout,
    "getUserInfo": _get_user_info,
    "getServerTimestamp": _get_server_timestamp,
    "convertLead": converting.convert,
    "findDuplicates": duplicates.find,
    "findDuplicatesByIds": duplicates.find,
}
