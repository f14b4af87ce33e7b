"""A step of an instance's checklist, and each run of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.checklist.states import ACTIVE, State
from apps.tenants.models import Instance
from apps.tenants.scope import ScopedManager


class Step(models.Model):
    """One step. Only ``moves`` writes ``state``; the job writes ``progress``.

    ``outcome`` is ``{"message": msgid, "data": {...}}``; ``problem`` is ``{"code", "turn", "data"}``; words are found
    when the page is drawn, in the reader's language.
    """

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="steps")
    slug = models.SlugField(max_length=40)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.LOCKED)
    state_since = models.DateTimeField(db_default=Now())
    run_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    claim = models.UUIDField(null=True, blank=True)  # who holds the lease; a stalled worker's own no longer fits
    finished_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    progress = models.JSONField(default=dict, blank=True)
    progressed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField(default=dict, blank=True)
    problem = models.JSONField(default=dict, blank=True)
    failures = models.PositiveIntegerField(default=0)

    objects: ClassVar[ScopedManager[Step]] = ScopedManager()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [
            models.UniqueConstraint(fields=["instance", "slug"], name="step_once_per_instance"),
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in State]), name="step_state_known"),
        ]
        indexes = [
            models.Index(fields=["run_at"], condition=Q(state="queued"), name="step_queued_by_time"),
            models.Index(fields=["lease_until"], condition=Q(state="running"), name="step_running_by_lease"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} of {self.instance_id}"

    @property
    def noun(self) -> str:
        """The id of the step's fragment on pages, and its name on the live channel."""
        return f"step-{self.pk}"

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def is_unverified(self) -> bool:
        return self.state == State.DONE and self.verified_at is None


class Run(models.Model):
    """One attempt at a step's job, from the click to its end."""

    class Ending(models.TextChoices):
        DONE = "done", _("Done")
        WAITING = "waiting", _("Waiting")
        FAILED = "failed", _("Failed")
        STOPPED = "stopped", _("Stopped by a person")

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    queued_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    chunks = models.PositiveIntegerField(default=0)
    lost = models.PositiveIntegerField(default=0)  # how often a worker died over it
    ending = models.CharField(max_length=10, choices=Ending, blank=True)
    problem = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["step", "number"], name="run_numbered_per_step"),
            models.UniqueConstraint(fields=["step"], condition=Q(ended_at=None), name="run_one_active_per_step"),
        ]

    def __str__(self) -> str:
        return f"run {self.number} of {self.step_id}"
