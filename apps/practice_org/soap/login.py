"""SOAP login() up to version 64.0: user name, password and token become a session, or one of many faults."""

from __future__ import annotations

from apps.practice_org import grants, ids, logins
from apps.practice_org.directory import Directory
from apps.practice_org.live import LiveOrg
from apps.practice_org.logins import Password
from apps.practice_org.orgs import SyncUser
from apps.practice_org.soap import faults, user_info
from apps.practice_org.soap.envelope import Envelope, written
from apps.practice_org.soap.faults import SOAP_OFF, Fault
from apps.practice_org.web.hosts import Caller

OLDEST, NEWEST = 31, 64
SCOPE = "full"


def login(directory: Directory, envelope: Envelope, version: str, caller: Caller) -> str:
    _check_version(version)
    live, user = _user(directory, envelope, caller)
    _check_state(live, user, caller)
    _check_password(live, user, envelope.body("login/password"), caller.address)
    if not live.switches.soap_login:
        raise Fault("INVALID_OPERATION", SOAP_OFF)
    check_rights(live, user)
    session = grants.open_session(live, user, scope=SCOPE)
    return _success(live, user, envelope.interface, session, version, caller)


def _check_version(version: str) -> None:
    head = version.partition(".")[0]
    number = int(head) if head.isdigit() else 0
    if number > NEWEST:
        raise Fault("UNSUPPORTED_API_VERSION", f"Login is not supported in API version {version}")
    if number < OLDEST:
        raise Fault("UNSUPPORTED_API_VERSION", "Invalid Api version specified on URL")


def _user(directory: Directory, envelope: Envelope, caller: Caller) -> tuple[LiveOrg, SyncUser]:
    """An organization id in the header narrows the search to that org."""
    found = directory.of_username(envelope.body("login/username"))
    wanted = envelope.header("LoginScopeHeader/organizationId")
    if found is None or not caller.reaches(found[0]) or (wanted and directory.find(wanted) is not found[0]):
        raise faults.of_login("INVALID_LOGIN")
    return found


def _check_state(live: LiveOrg, user: SyncUser, caller: Caller) -> None:
    """What refuses a login before anybody looks at the password."""
    switches = live.switches
    if switches.login_trouble:
        raise faults.of_login(switches.login_trouble)
    if not switches.org_is_active:
        raise faults.of_login("ORG_LOCKED")
    if switches.my_domain_only and caller.is_login_host:
        raise faults.of_login("INVALID_SSO_GATEWAY_URL")
    if not logins.count(live, user):
        raise faults.of_login("REQUEST_LIMIT_EXCEEDED")
    if logins.is_locked(live, user):
        raise faults.of_login("PASSWORD_LOCKOUT" if switches.tells_lockout else "INVALID_LOGIN")


def _check_password(live: LiveOrg, user: SyncUser, given: str, address: str) -> None:
    verdict = logins.weigh(live, user, given, address)
    if not logins.is_active(live, user) or verdict is Password.WRONG:
        logins.note_failure(live, user)
        raise faults.of_login("INVALID_LOGIN")
    if logins.is_outside(live, address):
        raise faults.of_login("LOGIN_DURING_RESTRICTED_DOMAIN")
    if logins.is_too_late(live):
        raise faults.of_login("LOGIN_DURING_RESTRICTED_TIME")
    if verdict is Password.LACKS_TOKEN:
        raise faults.of_login("LOGIN_MUST_USE_SECURITY_TOKEN")
    logins.note_success(live, user)


def check_rights(live: LiveOrg, user: SyncUser) -> None:
    """Of every call, too."""
    if not live.switches.has_api:
        raise faults.of_login("API_DISABLED_FOR_ORG")
    if user.id == live.org.user.id and not live.switches.user_has_api:
        raise faults.of_login("API_CURRENTLY_DISABLED")


def _success(live: LiveOrg, user: SyncUser, interface: str, session: str, version: str, caller: Caller) -> str:
    return written(
        "soap_login.xml",
        interface,
        session=session,
        version=version,
        origin=caller.org_origin(live),
        endpoint="u" if interface == "partner" else "c",
        short_id=live.id[: ids.SHORT],
        is_expired=user.id == live.org.user.id and live.switches.password_expired,
        **user_info.facts(live, user),
    )
