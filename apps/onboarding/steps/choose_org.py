"""Step 1: which org this instance is to be connected to."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.checklist.definition import Definition


class ChooseOrg(Definition):
    slug = "choose-org"
    title = _("Choose the org")
    part = 1
    takes = _("1 minute")

    CHOSEN = _("Chosen: %(org)s")
