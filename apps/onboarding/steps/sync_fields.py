"""Step 9: the accepted list becomes permanent fields, exactly these or none."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.checklist.definition import Definition, Done, Outcome
from apps.checklist.models import Step
from apps.mapping import ledger


class SyncFields(Definition):
    """Its own page asks for the typed number first; the job carries out what was accepted and nothing else."""

    slug = "sync-fields"
    title = _("Sync fields")
    about = _("Each chosen field becomes a column of the marketing database, for good. You see the exact list first.")
    part = 3
    takes = _("1 minute")
    after = ("choose-fields", "check-sync-user")
    rests_on = ("choose-fields",)
    begins_on_its_page = True

    CREATED = _("%(count)s fields were created: exactly those that were accepted.")

    def run(self, step: Step) -> Outcome:
        accepted = ledger.fulfil(step.instance)
        return Done(self.CREATED, {"count": accepted.count})
