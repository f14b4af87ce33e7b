"""SOAP login() up to version 64.0, with the faults of a real org."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from markupsafe import Markup

from apps.practice_org import grants, ids
from apps.practice_org.directory import Directory
from apps.practice_org.live import LiveOrg
from apps.practice_org.orgs import SyncUser
from apps.practice_org.seed import staff
from apps.practice_org.web import templates

OLDEST, NEWEST = 31, 64
INVALID = "Invalid username, password, security token; or user locked out."
NEW_PLACE = (
    INVALID
    + " Are you at a new location? When accessing Salesforce--either via a desktop client or the API--from outside "
    "of your company's trusted networks, you must add a security token to your password to log in."
)
SOAP_OFF = (
    "SOAP API login() is disabled by default in this org. Contact the org administrator to enable SOAP API login()."
)
API_OFF = "API is not enabled for this Organization or Partner"
USER_API_OFF = "API is currently disabled for this User"
PARTNER = "{urn:partner.soap.sforce.com}"
SESSION_SECONDS = 7_200


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    xml: str


class Fault(Exception):
    def __init__(self, code: str, message: str, kind: str = "LoginFault") -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.kind = kind


def answer(directory: Directory, version: str, body: bytes, origin: str) -> Answer:
    try:
        return Answer(200, _answer(directory, version, body, origin))
    except Fault as fault:
        return Answer(500, _fault(fault))


def _answer(directory: Directory, version: str, body: bytes, origin: str) -> str:
    envelope = _parsed(body)
    logout = envelope.find(f".//{PARTNER}logout")
    if logout is not None:
        return _logout(directory, envelope)
    login = envelope.find(f".//{PARTNER}login")
    if login is None:
        raise Fault("UNKNOWN_EXCEPTION", "No operation available for request", "UnexpectedErrorFault")
    _check_version(version)
    username, password = (login.findtext(f"{PARTNER}{name}") or "" for name in ("username", "password"))
    live, user = _signed_in(directory, username, password)
    session = grants.open_session(live, user, scope="api")
    return _success(live, user, session, version, origin)


def _parsed(body: bytes) -> ElementTree.Element:
    """An unescaped ampersand in a password ends here, in the server's own words."""
    loose = re.search(rb"&(\w*)(?![\w;#])", body)
    if loose:
        words = f"The reference to entity \"{loose[1].decode()}\" must end with the ';' delimiter."
        raise Fault("UNKNOWN_EXCEPTION", words, "UnexpectedErrorFault")
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise Fault("UNKNOWN_EXCEPTION", "DOCTYPE is disallowed", "UnexpectedErrorFault")
    try:
        return ElementTree.fromstring(body)  # noqa: S314 - document types are refused above
    except ElementTree.ParseError as trouble:
        raise Fault("UNKNOWN_EXCEPTION", str(trouble), "UnexpectedErrorFault") from trouble


def _check_version(version: str) -> None:
    number = int(version.partition(".")[0])
    if not OLDEST <= number <= NEWEST:
        words = (
            f"Login is not supported in API version {version}"
            if number > NEWEST
            else f"Unsupported API version {version}"
        )
        raise Fault("UNSUPPORTED_API_VERSION", words, "UnexpectedErrorFault")


def _signed_in(directory: Directory, username: str, password: str) -> tuple[LiveOrg, SyncUser]:
    found = directory.of_username(username)
    if found is None:
        raise Fault("INVALID_LOGIN", INVALID)
    live, user = found
    _check_password(live, user, password)
    if not live.switches.soap_login:
        raise Fault("INVALID_OPERATION", SOAP_OFF)
    if not live.switches.has_api:
        raise Fault("API_DISABLED_FOR_ORG", API_OFF)
    if user.id == live.org.user.id and not live.switches.user_has_api:
        raise Fault("API_CURRENTLY_DISABLED", USER_API_OFF)
    return live, user


def _check_password(live: LiveOrg, user: SyncUser, given: str) -> None:
    is_sync = user.id == live.org.user.id
    password = live.switches.password if is_sync else user.password
    token = live.switches.security_token if is_sync else user.security_token
    if is_sync and not live.switches.is_active:
        raise Fault("INVALID_LOGIN", INVALID)
    if given == password + token or (given == password and live.switches.trusts_address):
        return
    if given == password:
        raise Fault("LOGIN_MUST_USE_SECURITY_TOKEN", NEW_PLACE)
    raise Fault("INVALID_LOGIN", INVALID)


def _logout(directory: Directory, envelope: ElementTree.Element) -> str:
    token = envelope.findtext(f".//{PARTNER}sessionId") or ""
    found = grants.find_session(directory, token)
    if found is None:
        words = "Invalid Session ID found in SessionHeader: Illegal Session"
        raise Fault("INVALID_SESSION_ID", words, "UnexpectedErrorFault")
    found.live.book.delete(grants.SESSION, token)
    return _one_line("soap_logout.xml")


def _success(live: LiveOrg, user: SyncUser, session: str, version: str, origin: str) -> str:
    is_sync = user.id == live.org.user.id
    return _one_line(
        "soap_login.xml",
        org=live.org,
        user=user,
        session=session,
        version=version,
        origin=origin,
        short_id=live.id[: ids.SHORT],
        profile_id=_profile_id(live, user),
        is_expired=is_sync and live.switches.password_expired,
        seconds=SESSION_SECONDS,
    )


def _profile_id(live: LiveOrg, user: SyncUser) -> str:
    is_sync = user.id == live.org.user.id
    return staff.sync_profile_id(live.org) if is_sync else staff.profile_id(live.org, staff.ADMIN_PROFILE)


def _fault(fault: Fault) -> str:
    """The real one writes quotes as entities even in text."""
    words = Markup(escape(fault.message, {'"': "&quot;", "'": "&apos;"}))  # noqa: S704 - escaped right here
    return _one_line("soap_fault.xml", fault=fault, words=words)


def _one_line(name: str, **values: object) -> str:
    return "".join(templates.render(name, **values).splitlines())
