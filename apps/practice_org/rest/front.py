"""The door of the REST interface: version, session, rights and limits, in the order of a real org."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import format_datetime

from apps.practice_org import clock, grants, refusals
from apps.practice_org.directory import Directory
from apps.practice_org.faults import standing, striking
from apps.practice_org.grants import SignedIn
from apps.practice_org.refusals import Refusal
from apps.practice_org.rest import routes, versions
from apps.practice_org.web.call import Call
from apps.practice_org.web.hosts import Caller
from apps.practice_org.web.reply import Reply

STATUS_OF_PASSWORD = "INVALID_OPERATION_WITH_EXPIRED_PASSWORD"  # noqa: S105 - a code, not a password

SCHEMES = {"bearer", "oauth"}


@dataclass(frozen=True, slots=True)
class Incoming:
    """A request as it came from the wire; `path` follows /services/data/."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    caller: Caller


def answer(directory: Directory, incoming: Incoming) -> Reply:
    try:
        return _answer(directory, incoming)
    except Refusal as refusal:
        headers = {"WWW-Authenticate": "Token"} if refusal.message == refusals.SESSION_OVER else {}
        return Reply(refusal.body(), refusal.status, headers)


def _answer(directory: Directory, incoming: Incoming) -> Reply:
    head, _, path = incoming.path.partition("/")
    if not head:
        return Reply(versions.listing())
    version = versions.check(head)
    signed_in = _signed_in(directory, incoming)
    seconds = standing.skew(signed_in.live)
    with clock.ahead(seconds):
        reply = _met(signed_in, incoming, version, path)
        if seconds:
            reply.headers["Date"] = format_datetime(clock.utc(), usegmt=True)
    return reply


def _met(signed_in: SignedIn, incoming: Incoming, version: str, path: str) -> Reply:
    """With whatever trouble stands in the way of this call."""
    fault = standing.take(signed_in.live, _words(incoming, path))
    early = striking.before(signed_in.live, fault, path, _token(incoming)) if fault else None
    if early is not None:
        return early
    reply = _counted(signed_in, incoming, version, path)
    if fault is None:
        return reply
    takes_gzip = "gzip" in incoming.headers.get("accept-encoding", "")
    return striking.after(signed_in.live, fault, reply, takes_gzip=takes_gzip)


def _counted(signed_in: SignedIn, incoming: Incoming, version: str, path: str) -> Reply:
    _check_rights(signed_in)
    used = _count(signed_in)
    call = Call(
        live=signed_in.live,
        user=signed_in.user,
        version=version,
        method=incoming.method,
        path=path,
        query=incoming.query,
        headers=incoming.headers,
        body=incoming.body,
        origin=incoming.caller.origin,
    )
    reply = _dispatched(call)
    reply.headers["Sforce-Limit-Info"] = f"api-usage={used}/{signed_in.live.switches.daily_calls}"
    return reply


def _words(incoming: Incoming, path: str) -> str:
    """The call as the patterns of faults read it: `GET /jobs/query/750…/results?maxRecords=5`."""
    query = "?" + "&".join(f"{name}={value}" for name, value in incoming.query.items()) if incoming.query else ""
    return f"{incoming.method} /{path}{query}"


def _dispatched(call: Call) -> Reply:
    try:
        return routes.dispatch(call)
    except Refusal as refusal:
        return Reply(refusal.body(), refusal.status)


def _signed_in(directory: Directory, incoming: Incoming) -> SignedIn:
    scheme = incoming.headers.get("authorization", "").partition(" ")[0].lower()
    found = grants.find_session(directory, _token(incoming)) if scheme in SCHEMES else None
    if found is None or not incoming.caller.reaches(found.live):
        raise refusals.invalid_session()
    if not found.may_call:
        raise refusals.no_api_scope()
    return found


def _token(incoming: Incoming) -> str:
    return incoming.headers.get("authorization", "").partition(" ")[2].strip()


def _check_rights(signed_in: SignedIn) -> None:
    switches = signed_in.live.switches
    if not switches.has_api:
        raise refusals.api_disabled()
    if signed_in.user.id != signed_in.live.org.user.id:
        return
    if switches.password_expired:
        raise Refusal(STATUS_OF_PASSWORD, "Your password has expired. Please reset your password.", status=401)
    if not switches.user_has_api:
        raise Refusal("API_CURRENTLY_DISABLED", "API is currently disabled for this User", status=403)


def _count(signed_in: SignedIn) -> int:
    live = signed_in.live
    if live.book.calls(live.id) >= live.switches.daily_calls:
        raise refusals.limit_exceeded()
    return live.book.count_call(live.id)
