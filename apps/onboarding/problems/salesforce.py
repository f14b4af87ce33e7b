"""Words for what Salesforce answers instead of data."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from apps.onboarding.problems.entry import Entry
from apps.salesforce import errors

ADMIN = _("A Salesforce administrator of this org")
YOU = _("You")
NOBODY = _("Nobody: Gangway tries again by itself")

REFUSALS: dict[type[Exception], Entry] = {
    errors.Refusal: Entry(
        "salesforce-refused",
        "customer",
        what=_("Salesforce refused a request"),
        cause=_("It gave a reason that Gangway has no words for."),
        fix=_("Show Salesforce’s answer to your Salesforce administrator; then try again."),
        who=ADMIN,
    ),
    errors.SignInRefused: Entry(
        "sign-in-refused",
        "customer",
        what=_("Salesforce refused the sign-in"),
        cause=_("The stored credentials are not accepted. Gangway does not try them a second time."),
        fix=_("Open step 4: it says why, and takes new credentials."),
        who=YOU,
    ),
    errors.GrantEnded: Entry(
        "grant-ended",
        "customer",
        what=_("The access to Salesforce has ended"),
        cause=_("It was revoked in Salesforce, it expired, or the same user signed in to the same app a sixth time."),
        fix=_("Open step 4 and sign in again as the sync user. Mapping, history and checkpoints stay."),
        who=YOU,
    ),
    errors.SessionExpired: Entry(
        "session-expired",
        "admin",
        what=_("The Salesforce session is over and cannot be renewed"),
        cause=_("The app in Salesforce gave no refresh token, so the access ends with the session."),
        fix=_("Add the scope refresh_token to the app, then sign in again in step 4."),
        who=ADMIN,
    ),
    errors.PasswordExpired: Entry(
        "password-expired",
        "customer",
        what=_("The sync user’s password has expired"),
        cause=_("Salesforce lets the user in but answers nothing until the password is changed."),
        fix=_(
            "Sign in to Salesforce as the sync user, choose a new password, and type it in step 4 with the new token."
        ),
        who=YOU,
    ),
    errors.ApiDisabled: Entry(
        "api-disabled",
        "admin",
        what=_("This org does not allow the API"),
        cause=_("Professional Edition has no API by itself; other editions may have it switched off for this user."),
        fix=_(
            "Professional: ask the Salesforce account executive to turn on API access. Enterprise and Unlimited: tick "
            "“API Enabled” in the sync user’s profile. Then try again."
        ),
        who=ADMIN,
    ),
    errors.RightMissing: Entry(
        "right-missing",
        "admin",
        what=_("The sync user lacks a right in Salesforce"),
        cause=_("Salesforce answers only what the sync user may see and do."),
        fix=_("Run step 6, “Check the sync user”: it names the missing right and where to give it."),
        who=ADMIN,
    ),
    errors.QueryRefused: Entry(
        "query-refused",
        "customer",
        what=_("Salesforce no longer accepts one of the chosen fields"),
        cause=_("A field or an object was renamed, deleted, or hidden from the sync user after it was chosen."),
        fix=_("Give the sync user access to it again, or run “Discover fields” anew and take it out of the mapping."),
        who=ADMIN,
    ),
    errors.ObjectNotSupported: Entry(
        "object-not-supported",
        "customer",
        what=_("Salesforce does not hand out this object in bulk"),
        cause=_("The object or one of its fields cannot be read through the Bulk API."),
        fix=_("Take the field out of the mapping; Salesforce’s answer names it."),
        who=YOU,
    ),
    errors.RecordRefused: Entry(
        "record-refused",
        "customer",
        what=_("Salesforce refused a record"),
        cause=_("A rule of the org does not accept its values."),
        fix=_("Change the value, or ask the Salesforce administrator about the rule; then try the record again."),
        who=ADMIN,
    ),
    errors.NotFound: Entry(
        "not-found",
        "customer",
        what=_("Salesforce no longer has what was asked for"),
        cause=_("It was deleted, hidden from the sync user, or has expired."),
        fix=_("Try again; if it stays away, run step 6, “Check the sync user”."),
        who=YOU,
    ),
    errors.VersionRetired: Entry(
        "version-retired",
        "customer",
        what=_("The org no longer speaks the API version that Gangway uses"),
        cause=_("Salesforce retires old versions after some years."),
        fix=_("Install a newer Gangway; nothing is lost by it."),
        who=_("Whoever runs this Gangway"),
    ),
    errors.HostRefused: Entry(
        "host-refused",
        "customer",
        what=_("This address is not Salesforce’s"),
        cause=_("Gangway talks to Salesforce’s own hosts only, and to the practice org that its settings name."),
        fix=_("Look at the address in step 1."),
        who=YOU,
    ),
}

OUTAGES: dict[type[Exception], Entry] = {
    errors.Outage: Entry(
        "salesforce-down",
        "time",
        what=_("Salesforce cannot answer for the moment"),
        cause=_("The server stumbled over a request that is fine."),
        fix=_("Wait; what was saved is safe, and the work goes on where it stopped."),
        who=NOBODY,
    ),
    errors.Unreachable: Entry(
        "unreachable",
        "time",
        what=_("Salesforce cannot be reached"),
        cause=_("The network, a proxy or Salesforce itself is down for the moment."),
        fix=_("Wait; if it lasts, look at status.salesforce.com and at this server’s network."),
        who=NOBODY,
    ),
    errors.TimedOut: Entry(
        "timed-out",
        "time",
        what=_("Salesforce took too long to answer"),
        cause=_("The org is busy, or the question was large."),
        fix=_("Wait; Gangway asks again."),
        who=NOBODY,
    ),
    errors.ServerBusy: Entry(
        "server-busy",
        "time",
        what=_("Salesforce says that it is too busy"),
        cause=_("Maintenance, or a great deal of work in the org."),
        fix=_("Wait; Gangway asks again with growing pauses."),
        who=NOBODY,
    ),
    errors.LimitReached: Entry(
        "limit-reached",
        "time",
        what=_("The org’s API calls are used up for now"),
        cause=_("Salesforce counts the calls of all programs over 24 hours."),
        fix=_("Wait until calls are free again, or find out in Setup › Company Information what uses them up."),
        who=NOBODY,
    ),
    errors.BrokenStream: Entry(
        "stream-broken",
        "time",
        what=_("An answer of Salesforce stopped in the middle"),
        cause=_("The connection was cut."),
        fix=_("Wait; at most one page is read again, and no record is lost."),
        who=NOBODY,
    ),
    errors.FreshSessionRefused: Entry(
        "fresh-session-refused",
        "time",
        what=_("Salesforce refused a session that it had just given out"),
        cause=_("Its servers may not have heard of it yet, or somebody is ending the sync user’s sessions."),
        fix=_("Wait; Gangway signs in anew. If it lasts, look at Setup › Session Management in Salesforce."),
        who=NOBODY,
    ),
    errors.RowLocked: Entry(
        "row-locked",
        "time",
        what=_("Somebody else is changing the same record"),
        cause=_("Salesforce locks a record while it is being saved."),
        fix=_("Wait; Gangway tries again."),
        who=NOBODY,
    ),
    errors.CursorGone: Entry(
        "cursor-gone",
        "time",
        what=_("Salesforce has forgotten the place in a long list"),
        cause=_("A list is kept for some time only."),
        fix=_("Wait; Gangway asks for the list anew."),
        who=NOBODY,
    ),
    errors.NotReady: Entry(
        "not-ready",
        "time",
        what=_("Salesforce is still preparing the records"),
        cause=_("Large lists take it some minutes."),
        fix=_("Wait; Gangway looks again."),
        who=NOBODY,
    ),
}
WORDS: dict[type[Exception], Entry] = {errors.SalesforceError: REFUSALS[errors.Refusal], **REFUSALS, **OUTAGES}
