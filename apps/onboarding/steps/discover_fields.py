"""Step 7: what is there? Objects, fields, records, and how well each field is filled."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.checklist import following, progress
from apps.checklist.definition import Again, Definition, Done, Outcome
from apps.checklist.models import Step
from apps.connections import clients
from apps.mapping import discovery


class DiscoverFields(Definition):
    """Only reads. Choosing opens as soon as the fields are known, while this still measures them."""

    slug = "discover-fields"
    title = _("Discover fields")
    about = _(
        "Objects, fields and records as the sync user sees them, and how well each field is filled. Gangway only reads."
    )
    part = 3
    takes = _("a few minutes")
    after = ("verify-credentials",)
    rests_on = ("verify-credentials",)
    starts_itself = True
    can_run_again = True
    can_pause = True

    MEASURED = _("%(calls)s API calls so far, %(ahead)s to come")
    FOUND = _("%(total)s fields in %(objects)s objects, read with %(calls)s API calls.")

    def run(self, step: Step) -> Outcome:
        """Chunk by chunk; what is committed stays, also through a pause."""
        so_far = discovery.advance(step.instance, clients.open(step.instance))
        calls = so_far.api_calls
        if so_far.is_finished:
            return Done(self.FOUND, {"total": so_far.total, "objects": so_far.objects, "calls": calls})
        unit, ahead = _("fields"), so_far.calls_ahead
        progress.report(
            step, done=so_far.done, total=so_far.total, unit=unit, note=self.MEASURED, calls=calls, ahead=ahead
        )
        following.unlock(step.instance)
        return Again()
