"""Step 11: how many people would the first sync make twice? Counted first, then a person accepts it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.checklist import progress
from apps.checklist.definition import Again, Definition, Outcome, Wait
from apps.checklist.models import Step
from apps.connections import clients
from apps.mapping import duplicates


class PreviewDuplicates(Definition):
    slug = "preview-duplicates"
    title = _("Preview duplicates")
    about = _("How many people the first sync would create twice, counted before it starts.")
    part = 3
    takes = _("2 minutes")
    after = ("review-mappings",)
    starts_itself = True
    can_run_again = True
    can_pause = True

    COUNTED = _("%(twice)s people would exist twice. Read the caution and accept it.")
    ACCEPTED = _("%(twice)s people will exist twice; that was accepted.")
    PREPARED = _("Salesforce prepares the e-mail addresses")

    def run(self, step: Step) -> Outcome:
        """Reads the addresses of Leads and Contacts page by page; they are deleted as soon as they are counted."""
        so_far = duplicates.advance(step.instance, clients.open(step.instance))
        if so_far.is_finished:
            return Wait(self.COUNTED, {"twice": duplicates.twice(step.instance)})
        note = self.PREPARED if so_far.wait else ""
        progress.report(step, done=so_far.read, total=so_far.total, unit=_("addresses"), note=note)
        return Again(so_far.wait)
