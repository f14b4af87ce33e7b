"""Step 3: the Salesforce user that Gangway acts as, made by a Salesforce administrator."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.checklist.definition import Definition


class CreateSyncUser(Definition):
    """Done by word of a person; steps 5 and 6 prove it."""

    slug = "create-sync-user"
    title = _("Create the sync user")
    about = _(
        "A Salesforce user of its own, so that the changes of marketing can be told from those of people. A "
        "Salesforce administrator makes it."
    )
    part = 2
    takes = _("15 minutes, by a Salesforce administrator")
    after = ("choose-org",)

    TOLD = _("The sync user is there, by word; steps 5 and 6 look.")
    SEEN = _("Seen in Salesforce: %(user)s has every right that is needed.")
