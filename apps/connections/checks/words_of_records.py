"""The words of the checks of records, allowance and rules, as English sources."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from apps.connections.checks.entry import Words

WORDS: dict[str, Words] = {
    "record-visibility": Words(
        group="records",
        title=_("Visible records of %(object)s"),
        wrong=_("Some records of %(object)s are hidden from the sync user"),
        without=_(
            "Hidden people are not synced, and when they come in through marketing they get a twin in Salesforce."
        ),
        fix=_(
            "Setup › Profiles › %(profile)s › Edit › Standard Object Permissions: tick “View All” for %(object)s, or "
            "widen Setup › Sharing Settings."
        ),
        look=_("Setup › Sharing Settings › Organization-Wide Defaults › %(object)s"),
        page="sharing",
    ),
    "call-headroom": Words(
        group="records",
        title=_("API head-room"),
        wrong=_("Few API calls are left in this org today"),
        without=_("The first sync would stop in the middle and wait for the next hours."),
        fix=_(
            "Setup › Company Information shows “API Requests, Last 24 Hours”. Find out what uses them up, wait some "
            "hours, or buy more calls. Gangway stops by itself before the last one."
        ),
        look=_("Setup › Company Information › “API Requests, Last 24 Hours”"),
        page="company",
    ),
    "bulk-jobs": Words(
        group="records",
        title=_("Bulk jobs left today"),
        wrong=_("Few Bulk query jobs are left in this org today"),
        without=_("Large objects are fetched by Bulk jobs; without one they wait for the next day."),
        fix=_("Setup › Bulk Data Load Jobs: find out which program uses them up, or begin tomorrow."),
        look=_("Setup › Bulk Data Load Jobs"),
        page="bulk_jobs",
    ),
    "validation-rules": Words(
        group="rules",
        title=_("Validation rules of %(object)s"),
        wrong=_("Validation rules of %(object)s may refuse what marketing writes"),
        without=_(
            "A refused record stays as it is in Salesforce, and becomes a row error here with the rule’s own words."
        ),
        fix=_(
            "Read them with your administrator. Setup › Object Manager › %(object)s › Validation Rules: let the sync "
            "user pass where that is meant, for example by its profile."
        ),
        look=_("Setup › Object Manager › %(object)s › Validation Rules"),
        page="{object}_validation",
    ),
    "duplicate-rules": Words(
        group="rules",
        title=_("Duplicate rules of %(object)s"),
        wrong=_("Duplicate rules of %(object)s may refuse what marketing creates"),
        without=_("A person who looks like one who is there already is refused, and becomes a row error here."),
        fix=_(
            "Setup › Duplicate Rules: “Allow” with an alert lets the record in, “Block” refuses it. Decide with your "
            "administrator."
        ),
        look=_("Setup › Duplicate Rules"),
        page="duplicate_rules",
    ),
}
