"""May the sync user use the API at all, is it the right kind of org, are there calls left: one call."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils.translation import gettext_noop as _

from apps.connections import passwords
from apps.connections.checks.finding import Finding
from apps.connections.models import Connection, Method, Verdict
from apps.connections.orgs import Pairing, pairing
from apps.salesforce.client import Client
from apps.salesforce.composite import Answer, Part
from apps.salesforce.errors import ApiDisabled

CODES = frozenset(
    {
        *("api-access", "org-kind", "call-headroom", "marketing-user"),
        *("password-expiry", "sign-in-method", "refresh-tokens"),
    }
)
# its AccessToken column holds refresh tokens: never to be selected
GRANTS = "SELECT AppName FROM OauthToken WHERE UserId = '{}'"
GRANTS_KEPT = 5
MARKETING_USER = "SELECT UserPermissionsMarketingUser FROM User WHERE Id = '{}'"
FEW_CALLS = 1000
LITTLE_SHARE = 0.2


def find(client: Client, connection: Connection) -> list[Finding]:
    """Raises ApiDisabled: then nothing else can be asked."""
    user, permissions, grants, limits = client.composite(
        [
            _query(MARKETING_USER.format(connection.sync_user_id)),
            _query("SELECT PermissionsPasswordNeverExpires FROM UserPermissionAccess"),
            _query(GRANTS.format(connection.sync_user_id)),
            Part("limits"),
        ]
    )
    for answer in (user, permissions, grants, limits):
        if isinstance(answer.error, ApiDisabled):
            raise answer.error
    return [
        Finding("api-access", Verdict.PASS, _("%(edition)s, API on"), data={"edition": connection.edition}),
        _kind(connection),
        _headroom(client, limits),
        _marketing_user(user),
        _expiry(permissions, connection),
        _method(connection),
        _grants(grants, connection),
    ]


def _query(soql: str) -> Part:
    return Part(f"query?q={soql.replace(' ', '+')}")


def _kind(connection: Connection) -> Finding:
    data = {"org": connection.org_name, "kind": connection.instance.get_kind_display()}
    if pairing(connection) is Pairing.REFUSED:
        seen = _("The instance is of the kind %(kind)s, and %(org)s is not.")
        return Finding("org-kind", Verdict.FAIL, seen, data={**data, "kind": connection.instance.kind})
    return Finding("org-kind", Verdict.PASS, _("%(org)s fits this instance"), data={"org": connection.org_name})


def _headroom(client: Client, answer: Answer) -> Finding:
    daily: dict[str, Any] = answer.body.get("DailyApiRequests", {}) if answer.is_ok else {}
    if not daily and client.usage is None:
        return Finding("call-headroom", Verdict.UNKNOWN, _("The org did not say how many calls are left."))
    most = int(daily["Max"]) if daily else client.usage.max if client.usage else 0
    left = int(daily["Remaining"]) if daily else most - client.usage.used if client.usage else 0
    is_low = left < max(FEW_CALLS, most * LITTLE_SHARE)
    seen = _("%(left)s of %(most)s calls left today")
    verdict = Verdict.FAIL if left <= 0 else Verdict.WARN if is_low else Verdict.PASS
    return Finding("call-headroom", verdict, seen, data={"left": left, "most": most})


def _marketing_user(answer: Answer) -> Finding:
    ticked = _first(answer).get("UserPermissionsMarketingUser")
    if ticked is None:
        return Finding("marketing-user", Verdict.UNKNOWN, _("The sync user may not see this box."))
    seen = _("ticked on the user") if ticked else _("not ticked on the user")
    return Finding("marketing-user", Verdict.PASS if ticked else Verdict.WARN, seen)


def _expiry(answer: Answer, connection: Connection) -> Finding:
    """A password that expires ends a password sign-in without a word; OAuth does not mind."""
    never = _first(answer).get("PermissionsPasswordNeverExpires")
    if connection.method != Method.PASSWORD:
        return Finding("password-expiry", Verdict.NOT_APPLICABLE, _("No password is stored here."))
    if never is None:
        return Finding("password-expiry", Verdict.UNKNOWN, _("The sync user may not see this permission."))
    seen = _("on") if never else _("off")
    return Finding("password-expiry", Verdict.PASS if never else Verdict.WARN, seen)


def _method(connection: Connection) -> Finding:
    if connection.method != Method.PASSWORD:
        return Finding("sign-in-method", Verdict.PASS, _("OAuth, which stays"))
    days = passwords.days_left()
    seen = _("Username, password and security token: %(days)s days left")
    return Finding("sign-in-method", Verdict.WARN, seen, data={"days": days})


def _grants(answer: Answer, connection: Connection) -> Finding:
    """Which of the apps is ours is not said, so the fullest one counts."""
    if connection.method != Method.OAUTH:
        return Finding("refresh-tokens", Verdict.NOT_APPLICABLE, _("This way of signing in has no refresh token."))
    if not answer.is_ok:
        return Finding("refresh-tokens", Verdict.UNKNOWN, _("The sync user may not see its grants."))
    by_app = Counter(row["AppName"] for row in answer.body["records"])
    used = max(by_app.values(), default=0)
    verdict = Verdict.WARN if used >= GRANTS_KEPT - 1 else Verdict.PASS
    return Finding(
        "refresh-tokens", verdict, _("%(used)s of %(most)s in use"), data={"used": used, "most": GRANTS_KEPT}
    )


def _first(answer: Answer) -> dict[str, Any]:
    records = answer.body.get("records", []) if answer.is_ok else []
    return records[0] if records else {}
