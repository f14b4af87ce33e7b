"""Whether a user may come in by the app now: the rules that every flow shares."""

from __future__ import annotations

from apps.practice_org import grants, logins
from apps.practice_org.live import LiveOrg
from apps.practice_org.oauth.refusing import OAuthRefusal, blocked, invalid_grant, not_installed
from apps.practice_org.orgs import SyncUser
from apps.practice_org.web.hosts import Caller, my_domain


def find_user(live: LiveOrg, user_id: str) -> SyncUser:
    user = next((one for one in live.org.users if one.id == user_id), None)
    if user is None or not logins.is_active(live, user):
        raise OAuthRefusal("inactive_user", "user is inactive")
    return user


def check(live: LiveOrg, user: SyncUser, caller: Caller) -> None:
    """Org, rate and address, whatever the flow."""
    if not live.switches.org_is_active:
        raise OAuthRefusal("inactive_org", "organization is inactive")
    if not logins.count(live, user):
        raise OAuthRefusal("rate_limit_exceeded", "login rate exceeded")
    if logins.is_outside(live, caller.address) and not live.switches.relaxes_ip:
        raise invalid_grant("ip restricted")


def check_app(live: LiveOrg) -> None:
    """For the flows that need nobody's earlier consent."""
    if live.switches.app_is_blocked:
        raise blocked()
    if not live.switches.app_is_installed:
        raise not_installed()


def is_shut_out(live: LiveOrg, user: SyncUser) -> bool:
    """The app takes only users that an administrator approved, and this one is not among them."""
    switches = live.switches
    return switches.admin_approved_only and user.id == live.org.user.id and not switches.user_is_approved


def check_page(asked: LiveOrg, found: LiveOrg, caller: Caller) -> None:
    """After somebody signed in: is the app at home in that person's org, and may it be entered by this host?"""
    if found is not asked:
        raise not_installed()
    if found.switches.my_domain_only and caller.is_login_host:
        raise OAuthRefusal("INVALID_SSO_GATEWAY_URL", f"log in at the My Domain of the org, {my_domain(found.org)}")


def check_policy(live: LiveOrg, user: SyncUser) -> None:
    if not live.switches.org_is_active:
        raise OAuthRefusal("inactive_org", "organization is inactive")
    if live.switches.app_is_blocked:
        raise blocked()
    if not live.switches.app_is_installed and not grants.approved(live, user):
        raise not_installed()
    if is_shut_out(live, user):
        raise OAuthRefusal("OAUTH_APP_ACCESS_DENIED", "user is not admin approved to access this app")
