"""Step 14: does the marketing database hold what the org holds? Counts of each object, and samples field by field."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.checklist.definition import Again, Definition, Done, Outcome
from apps.checklist.models import Step
from apps.sync import verify


class VerifySync(Definition):
    slug = "verify-sync"
    title = _("Verify sync")
    about = _("Counted against the org at one moment, and compared value by value.")
    part = 3
    takes = _("1 minute")
    after = ("initial-sync",)
    rests_on = ("initial-sync",)
    starts_itself = True
    can_run_again = True

    EQUAL = _("All %(objects)s objects hold the same records here and in Salesforce.")
    DIFFERENT = _("%(different)s of %(objects)s objects differ; the page says which.")
    OTHER_VALUES = _("The counts are equal, but %(values)s sampled values differ; the page says which.")

    def run(self, step: Step) -> Outcome:
        found, again_in = verify.carry_on(step.instance)
        if again_in is not None:
            return Again(again_in)
        data = {"objects": len(found.counts), "different": verify.differences(found)}
        data["values"] = verify.different_values(found)
        if data["different"]:
            return Done(self.DIFFERENT, data, verified=False)
        return Done(self.OTHER_VALUES if data["values"] else self.EQUAL, data, verified=not data["values"])
