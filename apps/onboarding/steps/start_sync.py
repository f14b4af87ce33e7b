"""Step 12: what the initial sync will cost, the cautions once more, and the button that begins it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.checklist.definition import Definition, Outcome, Wait
from apps.checklist.models import Step
from apps.sync import estimate


class StartSync(Definition):
    slug = "start-sync"
    title = _("Start Salesforce sync")
    about = _("The last step that is yours. Look at the price and at the cautions; then start.")
    part = 3
    takes = _("5 minutes")
    after = ("preview-duplicates",)
    starts_itself = True

    ESTIMATED = _("About %(records)s records and %(calls)s calls. Look at the cautions, then start.")
    STARTED = _("Started. Receipt %(receipt)s.")

    def run(self, step: Step) -> Outcome:
        """Counts what is to be copied; Salesforce is only read."""
        made = estimate.make(step.instance)
        return Wait(self.ESTIMATED, {"records": made["records"], "calls": made["calls"]})
