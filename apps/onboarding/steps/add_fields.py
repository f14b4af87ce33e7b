"""Step 2: the marketing fields on Lead and Contact, made by a Salesforce administrator, by hand or by a sign-in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.checklist import actions, progress, steps
from apps.checklist.definition import Again, Definition, Done, Outcome
from apps.checklist.models import Step
from apps.checklist.states import State
from apps.connections import fields_making

PROOF = "check-sync-user"
LOOKED = frozenset({State.DONE, State.FAILED, State.STALE})


class AddFields(Definition):
    """Done by word of a person, or by a job with an administrator's grant; the checks of step 6 prove either."""

    slug = "add-fields"
    title = _("Add the marketing fields")
    about = _(
        "Fields on Lead and Contact in which marketing writes its score and origin. A Salesforce "
        "administrator makes them; the sync works without them too."
    )
    part = 1
    takes = _("20 minutes, by a Salesforce administrator")
    after = ("choose-org",)
    begins_on_its_page = True

    TOLD = _("The fields are in Salesforce, by word; step 6 looks.")
    LEFT_OUT = _("Left out; the sync works without them.")
    CREATED = _("Gangway created %(count)s fields in Salesforce.")
    ALL_THERE = _("All of them were in Salesforce already.")
    SEEN = _("Seen in Salesforce: the recommended three on Lead and Contact.")

    def run(self, step: Step) -> Outcome:
        """A few fields at a time; what is made stays made, whoever goes on."""
        done, total = fields_making.go_on(step.instance)
        progress.report(step, done=done, total=total, unit=_("fields"))
        if done < total:
            return Again()
        made = fields_making.finish(step.instance)
        proof = steps.get(step.instance, PROOF)
        if proof.state in LOOKED:
            actions.start(proof, by=None)
        return Done(self.CREATED if made else self.ALL_THERE, {"count": made}, verified=False)
