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

    COUNTED = _("%(twice)s people would exist twice. Choose a rule, read the caution and accept it.")
    ACCEPTED = _("%(twice)s people will exist twice; that was accepted.")
    JOINED = _("%(joins)s records will join a person with the same e-mail address; that was accepted.")
    PREPARED = _("Salesforce prepares names and e-mail addresses")
    COMPARED = _("All are read; now they are compared")

    def run(self, step: Step) -> Outcome:
        """Reads leads and contacts page by page, then compares them; what was read is kept for seven days at most."""
        so_far = duplicates.advance(step.instance, clients.open(step.instance))
        if so_far.is_finished:
            return Wait(self.COUNTED, {"twice": duplicates.twice(step.instance)})
        note = self.PREPARED if so_far.wait else self.COMPARED if so_far.is_comparing else ""
        progress.report(step, done=so_far.read, total=so_far.total, unit=_("people"), note=note)
        return Again(so_far.wait)
