"""Words for what stands between an instance and its org on our side of the wire."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from apps.connections import errors
from apps.onboarding.problems.entry import Entry

YOU = _("You")

WORDS: dict[type[Exception], Entry] = {
    errors.ConnectionRefused: Entry(
        "connection-refused",
        "customer",
        what=_("The connection to the org cannot be used like this"),
        fix=_("Look at step 4 and step 5."),
        who=YOU,
    ),
    errors.NotConnected: Entry(
        "not-connected",
        "customer",
        what=_("Nobody has signed in at Salesforce yet"),
        cause=_("There are no credentials, or they were removed."),
        fix=_("Sign in as the sync user in step 4."),
        who=YOU,
    ),
    errors.OrgNotChosen: Entry(
        "org-not-chosen",
        "customer",
        what=_("No org has been chosen yet"),
        cause=_("Gangway does not know where to sign in."),
        fix=_("Choose the org in step 1."),
        who=YOU,
    ),
    errors.KindMismatch: Entry(
        "kind-mismatch",
        "customer",
        what=_("A sandbox and a production org cannot be paired"),
        cause=_("Test records would end up among real people, or the other way round."),
        fix=_("Choose the org of the same kind in step 1, or use an instance of the other kind."),
        who=YOU,
    ),
    errors.OrgChanged: Entry(
        "org-changed",
        "customer",
        what=_("Another org answers: %(found)s instead of %(expected)s"),
        cause=_("The sync user that signed in belongs to another org than the one that was confirmed."),
        fix=_("Sign in again in step 4, as the sync user of %(expected)s. For another org make another instance."),
        who=YOU,
    ),
    errors.NameMismatch: Entry(
        "name-mismatch",
        "customer",
        what=_("The org’s name was typed differently"),
        cause=_("Developer, trial and scratch orgs are confirmed by typing their name."),
        fix=_("Type the name as it stands on the card."),
        who=YOU,
    ),
    errors.SignInLost: Entry(
        "sign-in-lost",
        "customer",
        what=_("The way back from Salesforce cannot be used"),
        cause=_("It was used before, took more than an hour, or was begun by somebody else."),
        fix=_("Open step 4 and sign in once more."),
        who=YOU,
    ),
    errors.ConsentDenied: Entry(
        "consent-denied",
        "customer",
        what=_("Salesforce sent the sign-in back without access"),
        cause=_("Somebody pressed “Deny”, or the app does not let this user in."),
        fix=_(
            "Sign in once more and press “Allow”. If nobody pressed “Deny”, the app in Salesforce does not let this "
            "user in."
        ),
        who=YOU,
    ),
    errors.ChecksFailed: Entry(
        "checks-failed",
        "customer",
        what=_("The sync user lacks something. Checks that failed: %(count)s"),
        cause=_("The sync would stop at each of them."),
        fix=_("Each card on the page of step 6 says what to do and where; then check again."),
        who=_("A Salesforce administrator of this org"),
    ),
    errors.AdminElsewhere: Entry(
        "admin-elsewhere",
        "customer",
        what=_("This administrator belongs to %(found)s, not to %(expected)s"),
        cause=_("Fields are made only in the org that is connected. Nothing was done, and the sign-in is ended."),
        fix=_("Sign in once more, as an administrator of %(expected)s."),
        who=_("A Salesforce administrator of this org"),
    ),
    errors.NoAdministrator: Entry(
        "no-administrator",
        "customer",
        what=_("%(user)s may not create fields"),
        cause=_("The permission “Customize Application” is missing. Nothing was done, and the sign-in is ended."),
        fix=_("Sign in as somebody with the permission “Customize Application”, or follow the guide by hand."),
        who=_("A Salesforce administrator of this org"),
    ),
    errors.AdminGone: Entry(
        "admin-gone",
        "customer",
        what=_("The administrator’s sign-in is over"),
        cause=_("It is used for one job and not kept. What was made before stays."),
        fix=_("Open step 2 and let an administrator sign in once more: the job goes on where it stopped."),
        who=_("A Salesforce administrator of this org"),
    ),
    errors.FieldsRefused: Entry(
        "fields-refused",
        "customer",
        what=_("Some fields are not there as they should be: %(names)s"),
        cause=_("Salesforce did not make them, or there is a field of this name with another type."),
        fix=_("Step 2 shows what Salesforce said of each. Put it right there, or go on without them."),
        who=_("A Salesforce administrator of this org"),
    ),
}
