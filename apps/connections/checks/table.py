"""The words of the checks, as English sources; Salesforce's own labels stay as they stand on its screens."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _


@dataclass(frozen=True)
class Words:
    """``page`` is a name of `setup_links`; ``fix_professional`` where Professional differs."""

    title: str
    wrong: str
    fix: str
    without: str = ""
    fix_professional: str = ""
    who: str = _("A Salesforce administrator")
    page: str = ""


BY_CODE: dict[str, Words] = {
    "api-access": Words(
        title=_("API access"),
        wrong=_("Salesforce lets this user in, but not through the API"),
        without=_("Gangway can read and write nothing."),
        fix=_(
            "Setup › Profiles › %(profile)s › Administrative Permissions: tick “API Enabled”, Save. If it is ticked, "
            "the edition has no API."
        ),
        fix_professional=_(
            "Professional Edition has no API by itself. Ask your Salesforce account executive to turn on API access, "
            "then check again."
        ),
        page="profiles",
    ),
    "org-kind": Words(
        title=_("Production or sandbox"),
        wrong=_("A sandbox and a production org are mixed up"),
        without=_("Test records would end up among real people, or the other way round."),
        fix=_("Go back to step 1 and choose the org of the same kind, or use an instance of the other kind."),
        who=_("You"),
    ),
    "call-headroom": Words(
        title=_("API head-room"),
        wrong=_("Few API calls are left in this org today"),
        without=_("The first sync would stop in the middle and wait for the next hours."),
        fix=_(
            "Setup › Company Information shows “API Requests, Last 24 Hours”. Find out what uses them up, wait some "
            "hours, or buy more calls. Gangway stops by itself before the last one."
        ),
        page="company",
    ),
    "marketing-user": Words(
        title=_("Marketing User"),
        wrong=_("The box “Marketing User” is not ticked"),
        without=_(
            "Nothing today: Gangway only reads campaigns. It will be needed when marketing is to write campaign "
            "members."
        ),
        fix=_("Setup › Users › the sync user › Edit: tick “Marketing User”, Save."),
        page="user",
    ),
    "password-expiry": Words(
        title=_("Password Never Expires"),
        wrong=_("The sync user’s password can expire"),
        without=_("A new password brings a new security token, and the sync stops until both are typed here again."),
        fix=_("Setup › Profiles › %(profile)s › Administrative Permissions: tick “Password Never Expires”, Save."),
        fix_professional=_("Setup › Password Policies › “User passwords expire in”: choose “Never expires”, Save."),
        page="profiles",
    ),
    "sign-in-method": Words(
        title=_("Way of signing in"),
        wrong=_("This way of signing in ends soon"),
        without=_("From that day on Salesforce refuses username, password and security token."),
        fix=_("Sign in at Salesforce (OAuth) in step 4. Mapping, history and checkpoints stay."),
        who=_("You"),
    ),
    "refresh-tokens": Words(
        title=_("Grants of this user and app"),
        wrong=_("The next sign-in may end an older one"),
        without=_("Salesforce keeps five grants for one user and one app; the sixth ends the oldest without a word."),
        fix=_(
            "Setup › Connected Apps OAuth Usage › the app: revoke what is no longer used. Or give each program a sync "
            "user of its own."
        ),
        page="users",
    ),
    "object-rights": Words(
        title=_("Rights on %(object)s"),
        wrong=_("Rights on %(object)s are missing"),
        without=_("%(object)s cannot be synced."),
        fix=_(
            "Setup › Profiles › %(profile)s › Edit › Standard Object Permissions: tick %(rights)s for %(object)s, Save."
        ),
        fix_professional=_(
            "Give the sync user the profile “System Administrator”: Setup › Users › the sync user › Edit › Profile, "
            "Save."
        ),
        page="profiles",
    ),
    "required-fields": Words(
        title=_("Required fields of %(object)s"),
        wrong=_("Fields of %(object)s are hidden or read-only"),
        without=_("Each sync of %(object)s would end with “required field missing”."),
        fix=_(
            "Setup › Profiles › %(profile)s › Field-Level Security › %(object)s › View › Edit: tick Read Access and "
            "Edit Access for %(names)s, Save."
        ),
        fix_professional=_("Setup › Page Layouts › %(object)s › Edit: drag %(names)s onto the layout, Save."),
        page="profiles",
    ),
    "marketing-fields": Words(
        title=_("Marketing fields on %(object)s"),
        wrong=_("Recommended marketing fields are missing on %(object)s"),
        without=_("Sales does not see score and acquisition in Salesforce. The sync itself works without them."),
        fix=_(
            "Follow step 2, or let Gangway create them there. Then give the profile %(profile)s Read Access and Edit "
            "Access: %(names)s."
        ),
        fix_professional=_(
            "Follow step 2, or let Gangway create them there; then put them on the page layout: %(names)s."
        ),
        page="{object}_fields",
    ),
    "record-visibility": Words(
        title=_("Visible records of %(object)s"),
        wrong=_("Some records of %(object)s are hidden from the sync user"),
        without=_(
            "Hidden people are not synced, and when they come in through marketing they get a twin in Salesforce."
        ),
        fix=_(
            "Setup › Profiles › %(profile)s › Edit › Standard Object Permissions: tick “View All” for %(object)s, or "
            "widen Setup › Sharing Settings."
        ),
        page="sharing",
    ),
    "page-layouts": Words(
        title=_("Page layouts"),
        wrong=_("Marketing fields are not on the page layout of %(object)s"),
        without=_("On Professional Edition a field that is not on the layout can be neither read nor written."),
        fix=_("Setup › Page Layouts › %(object)s › Edit: drag %(names)s into the section “Marketo”, Save."),
        page="{object}_layouts",
    ),
}
