"""Refusals that lie with the sync user, its password, or the org."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from apps.connections.refusals.entry import YOU, Refused

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
    YOU,
    "login_history",
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
ORG_CLOSED = Refused(
    _("This org is closed"),
    _("A trial has ended, or Salesforce has locked the org."),
    _("Ask Salesforce to open it again, or choose another org in step 1."),
    "reached",
)
NO_API = Refused(
    _("This org does not allow the API"),
    _("Professional Edition has no API by itself; other editions may have it switched off for this user."),
    _(
        "Professional: ask the Salesforce account executive to turn on API access. Enterprise and Unlimited: "
        "Setup › Profiles › the sync user’s profile › Administrative Permissions: tick “API Enabled”, Save."
    ),
    "user",
    page="profiles",
)
SOAP_OFF = Refused(
    _("This org no longer accepts username, password and security token"),
    _("New orgs have this way of signing in switched off, and Salesforce ends it everywhere with Summer ’27."),
    _("Use “Sign in at Salesforce” above. It needs an app in the org and no token."),
    "reached",
    YOU,
)
PASSWORD_OLD = Refused(
    _("The sync user’s password has expired"),
    _("The password was right, but Salesforce lets nobody work with it."),
    _(
        "Sign in to Salesforce as the sync user and choose a new password; a new security token comes by mail. Type "
        "both here. For the future tick “Password Never Expires”."
    ),
    "user",
    YOU,
)
CHALLENGE = Refused(
    _("Salesforce wants a code that it has sent by mail"),
    _("It does not know the network that the sign-in came from."),
    _(
        "Sign in to Salesforce once as the sync user and type the code from its mailbox, or add the security token "
        "here."
    ),
    "user",
    YOU,
)
TOKEN_NEEDED = Refused(
    _("The security token is missing"),
    _("Username and password are right, but Salesforce wants the token from a network that it does not trust."),
    _("Type the security token; if you do not have it, reset it as the guide on this page says."),
    "user",
    YOU,
    "security_token",
)
WRONG_HOST = Refused(
    _("This login page is closed for the org"),
    _("Some orgs forbid login.salesforce.com and want people on their own address."),
    _("Choose “My Domain” in step 1 and give the org’s own address."),
    "reached",
    YOU,
)
TOO_OFTEN = Refused(
    _("Too many sign-ins in one hour"),
    _("Salesforce allows one user 3,600 an hour; some other program may be trying again and again."),
    _("Wait an hour, and look in Setup › Login History for the program."),
    "user",
    page="login_history",
)
NO_ANSWER = Refused(
    _("Salesforce did not answer"),
    _("The network or Salesforce itself is down for the moment."),
    _("Try again in a few minutes; status.salesforce.com says how Salesforce is."),
    "reached",
    YOU,
)
UNKNOWN = Refused(
    _("Salesforce refused the sign-in"),
    _("It gave a reason that Gangway has no words for; see Salesforce’s own below."),
    _("Setup › Login History of the sync user says more. Then sign in again."),
    "user",
    page="login_history",
)
