"""When the checks were asked, what each answer was before, and when they are to be asked again."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.tenants.models import Instance
from apps.tenants.scope import ScopedManager


class CheckRound(models.Model):
    """One asking of all checks, or of a few; only the newest are kept."""

    class Why(models.TextChoices):
        STEP = "step", _("the step")
        PERSON = "person", _("Check again")
        DAILY = "daily", _("once a day")
        FAILURE = "failure", _("after a failed sync")

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="check_rounds")
    why = models.CharField(max_length=8, choices=Why)
    is_whole = models.BooleanField()
    asked_at = models.DateTimeField()
    seconds = models.FloatField()
    calls = models.PositiveIntegerField()
    passed = models.PositiveIntegerField()
    warned = models.PositiveIntegerField()
    failed = models.PositiveIntegerField()
    unknown = models.PositiveIntegerField()

    objects: ClassVar[ScopedManager[CheckRound]] = ScopedManager()

    class Meta:
        verbose_name = _("round of checks")
        verbose_name_plural = _("rounds of checks")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["instance", "-asked_at"], name="check_round_newest_first")]

    def __str__(self) -> str:
        return f"checks of {self.instance_id} at {self.asked_at}"


class CheckChange(models.Model):
    """The day on which an answer was no longer what it had been; ``was`` and ``became`` are verdicts."""

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="check_changes")
    code = models.SlugField(max_length=40)
    subject = models.CharField(max_length=80, blank=True)
    was = models.CharField(max_length=8)
    became = models.CharField(max_length=8)
    at = models.DateTimeField()

    objects: ClassVar[ScopedManager[CheckChange]] = ScopedManager()

    class Meta:
        verbose_name = _("change of a check")
        verbose_name_plural = _("changes of checks")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["instance", "-at"], name="check_change_newest_first")]

    def __str__(self) -> str:
        return f"{self.code} {self.subject}: {self.was}, then {self.became}"


class Recheck(models.Model):
    """When an instance's checks are to be asked again; a worker claims it by moving ``due_at``."""

    instance = models.OneToOneField(Instance, on_delete=models.CASCADE, related_name="recheck")
    due_at = models.DateTimeField(db_index=True)
    asked_at = models.DateTimeField()
    after_failure = models.BooleanField(default=False)

    objects: ClassVar[ScopedManager[Recheck]] = ScopedManager()

    class Meta:
        verbose_name = _("next round of checks")
        verbose_name_plural = _("next rounds of checks")

    def __str__(self) -> str:
        return f"checks of {self.instance_id}, due {self.due_at}"
