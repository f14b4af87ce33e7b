"""Step 4: somebody signs in at Salesforce as the sync user."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.checklist.definition import Definition


class Connect(Definition):
    """A sign-in is its own proof, so it is done and verified at once."""

    slug = "connect"
    title = _("Connect")
    about = _("Let Gangway act in Salesforce as the sync user. Until you start the sync in step 12, it only reads.")
    part = 3
    takes = _("5 minutes, with the sync user’s password and mailbox at hand")
    after = ("choose-org", "create-sync-user")
    rests_on = ("choose-org",)

    BY_OAUTH = _("Signed in at Salesforce (OAuth).")
    BY_CLIENT_CREDENTIALS = _("Signed in with client credentials.")
    BY_PASSWORD = _("Signed in with username, password and security token.")
