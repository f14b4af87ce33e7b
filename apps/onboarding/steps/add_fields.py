"""Step 2: the marketing fields on Lead and Contact, made by a Salesforce administrator."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.checklist.definition import Definition


class AddFields(Definition):
    """Done by word of a person; the checks of step 6 prove it."""

    slug = "add-fields"
    title = _("Add the marketing fields")
    about = _(
        "Fields on Lead and Contact in which marketing writes its score and origin. A Salesforce "
        "administrator makes them; the sync works without them too."
    )
    part = 1
    takes = _("20 minutes, by a Salesforce administrator")
    after = ("choose-org",)

    TOLD = _("The fields are in Salesforce, by word; step 6 looks.")
    LEFT_OUT = _("Left out; the sync works without them.")
    CREATED = _("Gangway created %(count)s fields in Salesforce.")
    SEEN = _("Seen in Salesforce: the recommended three on Lead and Contact.")
