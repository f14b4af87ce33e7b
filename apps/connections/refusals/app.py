"""Refusals that lie with the app in Salesforce or with the way to it and back."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from apps.connections.refusals.entry import WAIT, Refused

NOT_APPROVED = Refused(
    _("Salesforce refused the sign-in: this user is not approved for the app"),
    _(
        "The app lets in admin-approved users only, and the sync user’s profile is not on its list. The password was "
        "right."
    ),
    _(
        "Setup › External Client App Manager › your app › Policies › OAuth Policies: set Permitted Users to “All users "
        "may self-authorize”, or add the sync user’s profile under Select Profiles, Save."
    ),
    "approved",
    page="apps",
    after=WAIT,
)
NOT_INSTALLED = Refused(
    _("Salesforce does not let this user use an app that is not installed in the org"),
    _("Since September 2025 people may only sign in to apps that are installed in their own org."),
    _(
        "Create the External Client App in this very org (see the guide on this page) and use its consumer key, or "
        "give the sync user the permission “Approve Uninstalled Connected Apps”."
    ),
    "approved",
    page="apps",
    after=WAIT,
)
APP_UNKNOWN = Refused(
    _("Salesforce does not know this consumer key"),
    _("The key was copied from another org, is incomplete, or the app is younger than ten minutes."),
    _(
        "Setup › External Client App Manager › your app › Settings › OAuth Settings › Consumer Key and Secret: copy "
        "the key again. After creating the app wait ten minutes."
    ),
    "app",
    page="apps",
    after=WAIT,
)
SECRET_WRONG = Refused(
    _("The consumer secret does not fit the consumer key"),
    _("The secret was rotated in Salesforce, or only a part of it was copied."),
    _("Copy the secret again from Setup › External Client App Manager › your app › Settings › OAuth Settings."),
    "app",
    page="apps",
)
APP_CLOSED = Refused(
    _("Salesforce does not let the sync user use this app"),
    _("The app is blocked in the org, or the user’s profile may not use it."),
    _(
        "Setup › External Client App Manager › your app › Policies: App Status “Enabled”, and under Permitted Users "
        "“All users may self-authorize” or the sync user’s profile, Save."
    ),
    "app",
    page="apps",
    after=WAIT,
)
CALLBACK_WRONG = Refused(
    _("The callback address of the app is another one"),
    _("It must be the same letter by letter, with https and the slash at the end."),
    _("Copy the callback address from this page into the app: Settings › OAuth Settings › Callback URL, Save."),
    "app",
    page="apps",
    after=WAIT,
)
CODE_OLD = Refused(
    _("The way back from Salesforce took too long, or was used twice"),
    _("Salesforce’s code works once and for a few minutes only."),
    _("Sign in again; nothing else has to be changed."),
    "stored",
    "you",
)
PKCE_WRONG = Refused(
    _("Salesforce could not match the sign-in with its beginning"),
    _("The page was opened in another tab in between, or a proxy changed the address."),
    _("Sign in again, in one tab."),
    "stored",
    "you",
)
DENIED = Refused(
    _("The access was not allowed at Salesforce"),
    _("Somebody pressed “Deny” on the page that asks for access."),
    _("Sign in again as the sync user, and press “Allow”."),
    "approved",
    "you",
)
ENDED = Refused(
    _("The access has ended"),
    _(
        "It was revoked in Salesforce, its refresh token expired, or the same user signed in to the same app a sixth "
        "time: Salesforce keeps five and ends the oldest."
    ),
    _("Sign in again as the sync user. If it happens again, look at the app’s refresh token policy."),
    "stored",
    "you",
    "apps",
)
NO_RUN_AS = Refused(
    _("The app does not say which user it runs as"),
    _("Client credentials need a Run-As user and the flow switched on."),
    _(
        "Setup › External Client App Manager › your app › Policies › OAuth Policies: tick “Enable Client Credentials "
        "Flow”, Run As: the sync user, Save."
    ),
    "approved",
    page="apps",
    after=WAIT,
)
NO_MY_DOMAIN = Refused(
    _("Client credentials work on a My Domain only"),
    _("login.salesforce.com and test.salesforce.com refuse them."),
    _("Choose “My Domain” in step 1 and give the org’s own address."),
    "reached",
    "you",
)
SCOPE_WRONG = Refused(
    _("The app does not give the rights that Gangway asks for"),
    _("Gangway asks for api, refresh_token and id."),
    _(
        "Setup › External Client App Manager › your app › Settings › OAuth Settings › OAuth Scopes: add “Manage user "
        "data via APIs (api)”, “Perform requests at any time (refresh_token, offline_access)” and “Access the identity "
        "URL service (id)”, Save."
    ),
    "app",
    page="apps",
    after=WAIT,
)
FLOW_OFF = Refused(
    _("The app does not allow this way of signing in"),
    _("The flow is not switched on in the app, or the org blocks it."),
    _(
        "Setup › External Client App Manager › your app › Settings › OAuth Settings › Flow Enablement: for client "
        "credentials tick “Enable Client Credentials Flow”. “Sign in at Salesforce” needs no box there."
    ),
    "app",
    page="apps",
    after=WAIT,
)
REQUEST_WRONG = Refused(
    _("Salesforce did not understand the request to sign in"),
    _("Something is missing in it; Salesforce’s own words say what. Your settings are not at fault."),
    _("Report Salesforce’s own words to whoever runs this Gangway. Until then, password and token may work."),
    "app",
    "us",
)
KEY_PAIR_WRONG = Refused(
    _("Salesforce does not accept the signed request of the app"),
    _("It was signed for another login host, or the clock of this server is wrong."),
    _("Set the clock of the server that runs Gangway by a time service, then try again."),
    "app",
    "us",
)
