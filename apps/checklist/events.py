"""What the checklist writes on the timeline."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.timeline.kinds import kind

STARTED = kind("step.started", _("%(who)s started “%(step)s”."), icon="play")
DONE = kind("step.done", _("“%(step)s” is done. %(said)s"), icon="check", tone="done")
FINISHED = kind("step.finished", _("%(who)s finished “%(step)s”. %(said)s"), icon="check", tone="done")
WAITING = kind("step.waiting", _("“%(step)s” waits for a person. %(said)s"), icon="hand", tone="wait")
FAILED = kind("step.failed", _("“%(step)s” failed. %(said)s"), icon="circle-alert", tone="fail")
PAUSED = kind("step.paused", _("%(who)s paused “%(step)s”."), icon="pause")
RESUMED = kind("step.resumed", _("%(who)s resumed “%(step)s”."), icon="play")
CANCELLED = kind("step.cancelled", _("%(who)s cancelled “%(step)s”."), icon="x")
REOPENED = kind("step.reopened", _("%(who)s opened “%(step)s” again."), icon="rotate-ccw")
STALE = kind("step.stale", _("“%(step)s” is out of date: “%(cause)s” changed."), icon="history")
LOST = kind(
    "step.lost", _("The worker of “%(step)s” went away; another goes on from the last checkpoint."), icon="refresh-cw"
)
RETRIED = kind("step.retried", _("%(who)s tried “%(step)s” again. Reason: %(reason)s"), icon="rotate-ccw")
RELEASED = kind("step.released", _("%(who)s released “%(step)s”. Reason: %(reason)s"), icon="unlock")
