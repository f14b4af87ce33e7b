"""Step 13: every record once, page by page, from the last checkpoint."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.checklist import progress
from apps.checklist.definition import Again, Definition, Done, Outcome, Retry
from apps.checklist.models import Step
from apps.sync import initial


class Onlooker:
    """Tells the checklist of each committed page, and the sync of a pause, a cancel or a takeover."""

    def __init__(self, step: Step) -> None:
        self.step = step

    def alive(self) -> None:
        progress.beat(self.step)

    def saved(self, done: int, total: int | None) -> None:
        progress.report(self.step, done=done, total=total, unit=_("records"))


class InitialSync(Definition):
    slug = "initial-sync"
    title = _("Initial sync")
    about = _(
        "You can close this page. Gangway goes on by itself, and the checklist says when it is done or needs you."
    )
    part = 3
    takes = _("minutes to days, by size")
    after = ("start-sync",)
    starts_itself = True
    can_pause = True
    retry = Retry(times=300)  # a day of five-minute pauses: an org under maintenance needs nobody's hand

    COPIED = _("%(records)s records are here.")

    def run(self, step: Step) -> Outcome:
        is_last_try = self.retry.seconds(step.failures) is None
        turn = initial.carry_on(step.instance, Onlooker(step), is_last_try=is_last_try)
        if turn.again_in is not None:
            return Again(turn.again_in)
        return Done(self.COPIED, {"records": turn.records})

    def on_pause(self, step: Step) -> None:
        initial.pause(step.instance)

    def on_cancel(self, step: Step) -> None:
        initial.cancel(step.instance)
