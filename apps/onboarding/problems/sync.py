"""Words for what goes wrong while records move."""

from __future__ import annotations

import psycopg
from django.db import utils
from django.utils.translation import gettext_noop as _

from apps.onboarding.problems.entry import Entry
from apps.sync import errors

NOBODY = _("Nobody: Gangway tries again by itself")
ADMIN = _("A Salesforce administrator of this org")

_DATABASE_AWAY = Entry(
    "database-away",
    "time",
    what=_("The marketing database does not answer"),
    cause=_("PostgreSQL is being restarted, or the connection to it was cut."),
    fix=_("Nothing is lost: what was saved stays, and at most one page is read again when it is back."),
    who=NOBODY,
)

WORDS: dict[type[Exception], Entry] = {
    errors.SyncError: Entry(
        "sync-stumbled",
        "time",
        what=_("The sync stumbled"),
        cause=_("A page could not be finished."),
        fix=_("Gangway goes on from the last saved page."),
        who=NOBODY,
    ),
    errors.PushUnderWay: Entry(
        "push-under-way",
        "time",
        what=_("This person is on the way to Salesforce already"),
        cause=_("Somebody asked for it a moment ago, and Salesforce has not answered yet."),
        fix=_("Try again in two minutes: Gangway then looks for the lead before it makes one."),
        who=NOBODY,
    ),
    errors.Overtaken: Entry(
        "overtaken",
        "time",
        what=_("Another worker went on with %(object)s"),
        cause=_("This one had stalled; its page was rolled back, so nothing is here twice."),
        fix=_("Gangway goes on from the last saved page."),
        who=NOBODY,
    ),
    errors.PageUnreadable: Entry(
        "page-unreadable",
        "time",
        what=_("A page of %(object)s cannot be read"),
        cause=_("Salesforce’s answer is not the table that was asked for."),
        fix=_("Gangway asks for the page again. If it stays so, show the answer to the support desk."),
        who=NOBODY,
    ),
    errors.JobFailed: Entry(
        "job-failed",
        "time",
        what=_("Salesforce gave up reading %(object)s"),
        cause=_("Its own Bulk job failed several times; large orgs are sometimes too busy for it."),
        fix=_("Gangway asks again, with more time in between. What was saved stays."),
        who=NOBODY,
    ),
    errors.StillWorking: Entry(
        "still-working",
        "time",
        what=_("Another worker still has this instance"),
        cause=_("It was lost in the middle of a page, and its session has not ended yet."),
        fix=_("Gangway tries again in a moment."),
        who=NOBODY,
    ),
    errors.NothingVisible: Entry(
        "nothing-visible",
        "customer",
        what=_("The sync user can see none of the objects"),
        cause=_("It lacks the right to read leads, contacts and all the others."),
        fix=_("Give it the rights that step 6 lists, check them again, then try again here."),
        who=ADMIN,
    ),
    errors.BudgetSpent: Entry(
        "budget-spent",
        "time",
        what=_("The sync waits for its budget of calls"),
        cause=_("As many Salesforce calls were made as people allowed."),
        fix=_("Changes wait in Salesforce. The pace of the sync can be changed in the settings."),
        who=NOBODY,
    ),
    errors.CapReached: Entry(
        "cap-reached",
        "time",
        what=_("The sync waits for its budget: %(spent)s of %(cap)s calls are made today"),
        cause=_("The cap of this instance is reached; it counts from midnight UTC."),
        fix=_("Changes wait in Salesforce. The cap can be changed in the settings, under the pace of the sync."),
        who=NOBODY,
    ),
    errors.ReserveReached: Entry(
        "reserve-reached",
        "time",
        what=_("The sync waits for the budget: the org has %(left)s of %(max)s calls left"),
        cause=_("What is left stays for the org’s other programs, as the settings say."),
        fix=_("Changes wait in Salesforce. The reserve can be changed in the settings, under the pace of the sync."),
        who=NOBODY,
    ),
    psycopg.OperationalError: _DATABASE_AWAY,
    utils.OperationalError: _DATABASE_AWAY,
    utils.InterfaceError: _DATABASE_AWAY,
}
