"""Step 6: does the sync user have everything that the sync will need?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.accounts import guests
from apps.checklist import actions, steps
from apps.checklist.definition import Definition, Done, Outcome
from apps.checklist.models import Step
from apps.connections import checks
from apps.connections.errors import ChecksFailed
from apps.connections.models import CheckResult, Connection, Verdict
from apps.onboarding import needs_of_sync
from apps.onboarding.steps.add_fields import AddFields
from apps.onboarding.steps.create_sync_user import CreateSyncUser
from apps.tenants.models import Instance

RIGHTS = frozenset({"object-rights", "required-fields"})


class CheckSyncUser(Definition):
    """What passes here proves steps 2 and 3, which were done by word."""

    slug = "check-sync-user"
    title = _("Check the sync user")
    about = _(
        "Everything the sync will need, tested before it needs it. Each check names what it saw and who can "
        "put it right."
    )
    part = 3
    takes = _("10 seconds")
    after = ("verify-credentials",)
    rests_on = ("verify-credentials",)
    starts_itself = True
    can_run_again = True

    PASSED = _("%(passed)s of %(all)s checks passed, none failed.")
    LOST = _("Checks that fail by now: %(count)s")

    def run(self, step: Step) -> Outcome:
        return self.judged(step.instance, checks.run(step.instance, needs_of_sync.of(step.instance)))

    def judged(self, instance: Instance, asked: checks.Round) -> Done:
        """Raises ChecksFailed. What may not be looked at never blocks; what an outage left open is asked again."""
        listed = checks.latest(instance)
        _prove(instance, listed)
        failed = sum(result.verdict == Verdict.FAIL for result in listed)
        if failed:
            raise ChecksFailed(count=failed)
        if asked.outage:
            raise asked.outage
        guests.settle(instance)
        passed = sum(result.verdict == Verdict.PASS for result in listed)
        return Done(self.PASSED, {"passed": passed, "all": len(listed)})


def _prove(instance: Instance, results: list[CheckResult]) -> None:
    fields = [result.verdict for result in results if result.code == "marketing-fields"]
    rights = [result.verdict for result in results if result.code in RIGHTS]
    if _all_pass(fields):
        _proved(instance, AddFields.slug, AddFields.SEEN)
    if _all_pass(rights):
        user = Connection.objects.of(instance).values_list("sync_user_name", flat=True).get()
        _proved(instance, CreateSyncUser.slug, CreateSyncUser.SEEN, user=user)


def _all_pass(verdicts: list[str]) -> bool:
    return bool(verdicts) and all(verdict == Verdict.PASS for verdict in verdicts)


def _proved(instance: Instance, slug: str, message: object, **data: str) -> None:
    step = steps.get(instance, slug)
    if step.verified_at is None:
        actions.finish(step, by=None, message=message, data=data, verified=True)
