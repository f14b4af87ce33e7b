"""The words of the checks of access, sign-in and permissions, as English sources; Salesforce's labels stay."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from apps.connections.checks.entry import YOU, Words

WORDS: dict[str, Words] = {
    "api-access": Words(
        group="access",
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
        page="profile",
    ),
    "org-kind": Words(
        group="access",
        title=_("Production or sandbox"),
        wrong=_("A sandbox and a production org are mixed up"),
        without=_("Test records would end up among real people, or the other way round."),
        fix=_("Go back to step 1 and choose the org of the same kind, or use an instance of the other kind."),
        who=YOU,
    ),
    "sign-in-method": Words(
        group="access",
        title=_("Way of signing in"),
        wrong=_("This way of signing in ends soon"),
        without=_("From that day on Salesforce refuses username, password and security token."),
        fix=_("Sign in at Salesforce (OAuth) in step 4. Mapping, history and checkpoints stay."),
        who=YOU,
    ),
    "password-expiry": Words(
        group="access",
        title=_("Password Never Expires"),
        wrong=_("The sync user’s password can expire"),
        without=_("A new password brings a new security token, and the sync stops until both are typed here again."),
        fix=_("Setup › Profiles › %(profile)s › Administrative Permissions: tick “Password Never Expires”, Save."),
        fix_professional=_("Setup › Password Policies › “User passwords expire in”: choose “Never expires”, Save."),
        look=_("Setup › Profiles › %(profile)s › Administrative Permissions › “Password Never Expires”"),
        page="profile",
    ),
    "refresh-tokens": Words(
        group="access",
        title=_("Grants of this user and app"),
        wrong=_("The next sign-in may end an older one"),
        without=_("Salesforce keeps five grants for one user and one app; the sixth ends the oldest without a word."),
        fix=_(
            "Setup › Connected Apps OAuth Usage › the app: revoke what is no longer used. Or give each program a sync "
            "user of its own."
        ),
        look=_("Setup › Connected Apps OAuth Usage › the app: how often the sync user is listed"),
        page="oauth_usage",
    ),
    "named-permission": Words(
        group="permissions",
        title=_("%(permission)s"),
        wrong=_("The permission “%(permission)s” is missing"),
        without=_("A direction that you chose needs it."),
        fix=_("Setup › Profiles › %(profile)s › Edit: tick “%(permission)s”, Save."),
        fix_professional=_(
            "Give the sync user the profile “System Administrator”: Setup › Users › the sync user › Edit › Profile, "
            "Save."
        ),
        look=_("Setup › Profiles › %(profile)s: whether “%(permission)s” is ticked"),
        page="profile",
    ),
    "marketing-user": Words(
        group="permissions",
        title=_("Marketing User"),
        wrong=_("The box “Marketing User” is not ticked"),
        without=_("Gangway cannot write campaigns and their members."),
        fix=_("Setup › Users › the sync user › Edit: tick “Marketing User”, Save."),
        look=_("Setup › Users › the sync user: whether “Marketing User” is ticked"),
        page="user",
    ),
}
