"""Refusals that lie with the sync user or its password."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from apps.connections.refusals.entry import Refused

WRONG_LOGIN = Refused(
    _("Salesforce did not accept username, password and security token"),
    _(
        "One of the three is wrong, the user is locked or inactive, or the login host does not fit: a sandbox user "
        "signs in at test.salesforce.com. Salesforce does not say which. A new password also brings a new token."
    ),
    _(
        "Check the username (a sandbox adds its name at the end), type the password anew, and reset the security token "
        "if in doubt. Setup › Login History shows the true reason. Gangway does not try again by itself: wrong "
        "attempts lock the user."
    ),
    "user",
    "you",
    "login_history",
)
LOCKED = Refused(
    _("Salesforce has locked the sync user"),
    _("The password was wrong too often; some other program may still try an old one."),
    _(
        "Setup › Users › the sync user: Unlock. Or wait as long as the org’s password policy says. Setup › Login "
        "History names the program that keeps trying."
    ),
    "user",
    page="users",
)
IP_REFUSED = Refused(
    _("Salesforce does not let this user in from Gangway’s network"),
    _("The profile or the app allows certain IP addresses only."),
    _(
        "Setup › Profiles › the sync user’s profile › Login IP Ranges: add the address of this server; for the app: "
        "Policies › IP Relaxation: “Relax IP restrictions”."
    ),
    "user",
    page="profiles",
)
HOURS_REFUSED = Refused(
    _("Salesforce lets this user in at certain hours only"),
    _("The profile has login hours."),
    _("Setup › Profiles › the sync user’s profile › Login Hours: clear them, Save."),
    "user",
    page="profiles",
)
INACTIVE = Refused(
    _("The sync user is not active"),
    _("Somebody switched the user off, or its licence was given to another one."),
    _("Setup › Users › the sync user › Edit: tick “Active”, Save."),
    "user",
    page="users",
)
USER_NO_API = Refused(
    _("The sync user may not use the API"),
    _("“API Enabled” is missing in the user’s profile and permission sets, or Salesforce has switched the API off."),
    _("Setup › Profiles › the sync user’s profile › Administrative Permissions: tick “API Enabled”, Save."),
    "user",
    page="profiles",
)
NO_SCOPE = Refused(
    _("The session may not be used for the API"),
    _("The app did not ask for the scope api, or the user may sign in by an approved app only."),
    _(
        "Setup › External Client App Manager › your app › Settings › OAuth Settings › OAuth Scopes: add “Manage user "
        "data via APIs (api)”, Save. If the org controls API access, approve the app, or give the sync user the "
        "permission “Use Any API Client”."
    ),
    "approved",
    page="apps",
)
PASSWORD_OLD = Refused(
    _("The sync user’s password has expired"),
    _("The password was right, but Salesforce lets nobody work with it."),
    _(
        "Sign in to Salesforce as the sync user and choose a new password; a new security token comes by mail. Type "
        "both here. For the future tick “Password Never Expires”."
    ),
    "user",
    "you",
)
CHALLENGE = Refused(
    _("Salesforce wants a code that it has sent by mail"),
    _("It does not know the network that the sign-in came from."),
    _(
        "Sign in to Salesforce once as the sync user and type the code from its mailbox, or add the security token "
        "here."
    ),
    "user",
    "you",
)
TOKEN_NEEDED = Refused(
    _("The security token is missing"),
    _("Username and password are right, but Salesforce wants the token from a network that it does not trust."),
    _("Type the security token; if you do not have it, reset it as the guide on this page says."),
    "user",
    "you",
    "security_token",
)
TOO_OFTEN = Refused(
    _("Too many sign-ins in one hour"),
    _("Salesforce allows one user 3,600 an hour; some other program may be trying again and again."),
    _("Wait an hour, and look in Setup › Login History for the program."),
    "user",
    "time",
    "login_history",
)
