"""Refusals that lie with the org, its host, or nobody knows where."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from apps.connections.refusals.entry import Refused

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
ORG_CLOSED = Refused(
    _("This org is closed"),
    _("A trial has ended, or Salesforce has locked the org."),
    _("Ask Salesforce to open it again, or choose another org in step 1."),
    "reached",
)
MAINTENANCE = Refused(
    _("Salesforce is servicing this org"),
    _("During maintenance nobody can sign in."),
    _("Try again later; status.salesforce.com names the end."),
    "reached",
    "time",
)
MOVED = Refused(
    _("The org lives on another Salesforce server"),
    _("It was moved, and the old address no longer answers for it."),
    _("Choose “My Domain” in step 1 and give the org’s own address, which stays when an org moves."),
    "reached",
    "you",
)
CALLS_USED_UP = Refused(
    _("The org’s API calls are used up for now"),
    _("Salesforce counts the calls of all programs over 24 hours."),
    _("Wait until calls are free again; Setup › Company Information shows how many are used."),
    "user",
    "time",
    "company",
)
FOREIGN_ADDRESS = Refused(
    _("The way leads to an address that is not Salesforce’s"),
    _("The org’s name leads into a private network, or an answer named another host. Gangway asks Salesforce alone."),
    _("Look at the address in step 1, then at the name server and the proxy of the machine that Gangway runs on."),
    "reached",
    "us",
)
SOAP_OFF = Refused(
    _("This org no longer accepts username, password and security token"),
    _(
        "New orgs have this way of signing in switched off, or allow it only with the permission “Use Any API Auth”, "
        "and Salesforce ends it everywhere with Summer ’27."
    ),
    _("Use “Sign in at Salesforce” above. It needs an app in the org and no token."),
    "reached",
    "you",
)
VERSION_OLD = Refused(
    _("The org no longer speaks the API version of this sign-in"),
    _("Salesforce retires old versions, and the sign-in by password with them."),
    _("Use “Sign in at Salesforce” above, or install a newer Gangway. Mapping, history and checkpoints stay."),
    "reached",
    "us",
)
WRONG_HOST = Refused(
    _("This login page is closed for the org"),
    _("Some orgs forbid login.salesforce.com and want people on their own address."),
    _("Choose “My Domain” in step 1 and give the org’s own address."),
    "reached",
    "you",
)
CLIENT_WRONG = Refused(
    _("Salesforce does not know the program that signs in"),
    _("The org lets in programs that it has on a list only."),
    _("Use “Sign in at Salesforce” above, with an app of this very org."),
    "app",
    "you",
    "apps",
)
NO_ANSWER = Refused(
    _("Salesforce did not answer"),
    _("The network or Salesforce itself is down for the moment."),
    _("Try again in a few minutes; status.salesforce.com says how Salesforce is."),
    "reached",
    "time",
)
UNKNOWN = Refused(
    _("Salesforce refused the sign-in"),
    _("It gave a reason that Gangway has no words for; see Salesforce’s own below."),
    _("Setup › Login History of the sync user says more. Then sign in again."),
    "user",
    page="login_history",
)
