"""May the sync user use the API at all, is it the right kind of org, will its sign-in last: one call."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext_noop as _

from apps.connections import passwords
from apps.connections.checks import permissions
from apps.connections.checks.asking import Asked, Group, Place, first, query, records
from apps.connections.checks.finding import Finding, unknown
from apps.connections.models import Connection, Method, Verdict
from apps.connections.needs import Needs
from apps.connections.orgs import Pairing, pairing
from apps.salesforce.composite import Answer
from apps.salesforce.errors import ApiDisabled, PasswordExpired, SessionExpired

SINGLE = ("api-access", "org-kind", "marketing-user", "password-expiry", "sign-in-method", "refresh-tokens")
# its AccessToken and DeleteToken columns are never to be selected: the first one holds refresh tokens
GRANTS = "SELECT AppName FROM OauthToken WHERE UserId = '{}'"
GRANTS_KEPT = 5
MARKETING_USER = "SELECT UserPermissionsMarketingUser FROM User WHERE Id = '{}'"
ENDS_ALL = (ApiDisabled, SessionExpired, PasswordExpired)


def find(asked: Asked) -> list[Finding]:
    """Raises what makes every other question pointless, ApiDisabled above all."""
    connection = asked.connection
    parts = [MARKETING_USER.format(connection.sync_user_id), permissions.QUERY, GRANTS.format(connection.sync_user_id)]
    user, held, grants = answers = asked.call([query(part) for part in parts])
    for answer in answers:
        if isinstance(answer.error, ENDS_ALL):
            raise answer.error
    held = permissions.asked_again(asked, held)
    return [
        Finding("api-access", Verdict.PASS, _("%(edition)s, API on"), data={"edition": connection.edition}),
        _kind(connection),
        *permissions.find(held, asked.needs),
        _marketing_user(user, asked.needs),
        _expiry(held, connection),
        _method(connection),
        _grants(grants, connection),
    ]


def covers(_needs: Needs, _connection: Connection) -> list[Place]:
    named = [(permissions.CODE, each.name) for each in permissions.ALL]
    return [*((code, "") for code in SINGLE), *named]


def _kind(connection: Connection) -> Finding:
    data = {"org": connection.org_name, "kind": connection.instance.kind}
    if pairing(connection) is Pairing.REFUSED:
        seen = _("The instance is of the kind %(kind)s, and %(org)s is not.")
        return Finding("org-kind", Verdict.FAIL, seen, data=data)
    return Finding("org-kind", Verdict.PASS, _("%(org)s fits this instance"), data=data)


def _marketing_user(answer: Answer, needs: Needs) -> Finding:
    """A box on the user; only who writes campaigns needs it."""
    ticked = first(answer).get("UserPermissionsMarketingUser")
    if "Campaign" not in needs.written:
        return Finding("marketing-user", Verdict.NOT_APPLICABLE, _box_not_needed(ticked))
    if ticked is None:
        return unknown("marketing-user", answer.error)
    seen = _("ticked on the user") if ticked else _("not ticked on the user")
    return Finding("marketing-user", Verdict.PASS if ticked else Verdict.FAIL, seen)


def _box_not_needed(ticked: bool | None) -> str:
    if ticked:
        return _("Ticked. Marketo’s article asks for it; Gangway only reads campaigns.")
    return _("Not ticked, and not needed: Marketo’s article asks for it, Gangway only reads campaigns.")


def _expiry(answer: Answer, connection: Connection) -> Finding:
    """A password that expires ends a password sign-in without a word; OAuth does not mind."""
    if connection.method != Method.PASSWORD:
        return Finding("password-expiry", Verdict.NOT_APPLICABLE, _("No password is stored here."))
    never = first(answer).get("PermissionsPasswordNeverExpires")
    if never is None:
        return unknown("password-expiry", answer.error)
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
        return unknown("refresh-tokens", answer.error)
    by_app = Counter(str(row["AppName"]) for row in records(answer))
    app, used = by_app.most_common(1)[0] if by_app else ("", 0)
    verdict = Verdict.WARN if used >= GRANTS_KEPT - 1 else Verdict.PASS
    data = {"used": used, "most": GRANTS_KEPT, "app": app}
    return Finding("refresh-tokens", verdict, _("%(used)s of %(most)s in use"), data=data)


GROUP = Group(frozenset({*SINGLE, permissions.CODE}), covers, find)
