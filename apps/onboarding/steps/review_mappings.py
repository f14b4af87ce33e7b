"""Step 10: which Lead and which Contact field mean the same? The last chance before data moves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.checklist.definition import Definition


class ReviewMappings(Definition):
    slug = "review-mappings"
    title = _("Review mappings")
    about = _("Lead and Contact fields meet in person fields. Say which ones mean the same.")
    part = 3
    takes = _("10 minutes")
    after = ("sync-fields",)
    rests_on = ("sync-fields",)

    ASKED = _("%(asker)s finished the mappings. Another member approves them now.")
    FINISHED = _("%(shared)s of %(total)s person fields are fed by Lead and Contact together.")
