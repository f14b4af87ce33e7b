"""How an instance's sync stands, its cycles with their operations, and what was accepted at its start."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.sync.backfills import Backfill as Backfill
from apps.tenants.models import Instance
from apps.tenants.scope import ScopedManager


class Word(models.TextChoices):
    """The headline. *Never* until the initial sync ends; a retry changes nothing here."""

    NEVER = "never", _("Never synced")
    IN_PROGRESS = "in_progress", _("Sync in Progress")
    SYNCED = "synced", _("Last Synced")
    FAILED = "failed", _("Failed")


class SyncState(models.Model):
    """One per instance. ``claim`` says which worker runs the cycle; counts are copies that may lag."""

    instance = models.OneToOneField(Instance, on_delete=models.CASCADE, related_name="sync_state")
    word = models.CharField(max_length=12, choices=Word, default=Word.NEVER)
    is_enabled = models.BooleanField(default=False)
    last_synced_at = models.DateTimeField(null=True, blank=True)
    next_run_at = models.DateTimeField(null=True, blank=True)
    is_quiet = models.BooleanField(default=False)  # the last cycle found nothing: looked at together with others
    nudged_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    claim = models.UUIDField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)  # outages in a row; the next success clears them
    problem = models.JSONField(default=dict, blank=True)
    estimate = models.JSONField(default=dict, blank=True)
    last_call = models.JSONField(default=dict, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)  # of the initial sync
    finished_at = models.DateTimeField(null=True, blank=True)
    row_errors = models.PositiveIntegerField(default=0)
    records = models.PositiveBigIntegerField(default=0)
    cursors = models.JSONField(default=dict, blank=True)  # by object, until when its changes are known
    looked_at = models.DateTimeField(null=True, blank=True)  # when a cycle last looked into the instance's own database
    woken_at = models.DateTimeField(null=True, blank=True)  # when something there last asked for it
    pause_minutes = models.PositiveIntegerField(null=True, blank=True)  # from the end of a cycle; null: the usual
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    daily_cap = models.PositiveIntegerField(null=True, blank=True)  # calls of ours a day (UTC)
    reserve_percent = models.PositiveSmallIntegerField(default=5)  # of the org's calls, which stay for others

    objects: ClassVar[ScopedManager[SyncState]] = ScopedManager()

    class Meta:
        verbose_name = _("state of the sync")
        verbose_name_plural = _("states of the sync")
        constraints = [models.CheckConstraint(condition=Q(word__in=[str(word) for word in Word]), name="word_known")]
        indexes = [
            models.Index(fields=["next_run_at"], condition=Q(is_enabled=True), name="sync_due_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.instance_id}: {self.word}"


class Status(models.TextChoices):
    IN_PROCESS = "in_process", _("In Process")
    SUCCEEDED = "succeeded", _("Succeeded")
    INCOMPLETE = "incomplete", _("Incomplete")  # ended before every object was finished; goes on by itself
    FAILED = "failed", _("Failed")
    CLEANED_UP = "cleaned_up", _("Cleaned up")  # rolled back to the last consistent state


class Cycle(models.Model):
    """One round over all objects. ``asked_at`` is the org's clock at its beginning, the next round's watermark."""

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="cycles")
    is_initial = models.BooleanField(default=False)
    status = models.CharField(max_length=12, choices=Status, default=Status.IN_PROCESS)
    started_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    calls = models.PositiveIntegerField(default=0)
    problem = models.JSONField(default=dict, blank=True)
    waiting = models.JSONField(default=dict, blank=True)  # records found waiting, by object

    objects: ClassVar[ScopedManager[Cycle]] = ScopedManager()

    class Meta:
        verbose_name = _("cycle")
        verbose_name_plural = _("cycles")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["instance"], condition=Q(ended_at=None), name="cycle_one_at_a_time"),
        ]
        indexes = [models.Index(fields=["instance", "-started_at"], name="cycle_newest_first")]

    def __str__(self) -> str:
        return f"cycle {self.pk} of {self.instance_id}"


class Operation(models.Model):
    """What one cycle did with one object. Null: not counted in this operation."""

    class Kind(models.TextChoices):
        INITIAL_SYNC = "initial_sync", _("Initial sync")
        PULL_UPDATES = "pull_updates", _("Pull updates")
        PULL_DELETES = "pull_deletes", _("Pull deletes")
        PULL_CALCULATED = "pull_calculated", _("Pull calculated fields")
        PUSH_UPDATES = "push_updates", _("Push updates")
        BACKFILL = "backfill", _("Backfill")

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="operations")
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="operations")
    object = models.CharField(max_length=80)
    kind = models.CharField(max_length=16, choices=Kind)
    status = models.CharField(max_length=12, choices=Status, default=Status.IN_PROCESS)
    started_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)
    new = models.PositiveBigIntegerField(null=True, blank=True)
    updated = models.PositiveBigIntegerField(null=True, blank=True)
    deleted = models.PositiveBigIntegerField(null=True, blank=True)
    failed_items = models.PositiveBigIntegerField(null=True, blank=True)
    skipped = models.PositiveBigIntegerField(null=True, blank=True)
    problem = models.JSONField(default=dict, blank=True)

    objects: ClassVar[ScopedManager[Operation]] = ScopedManager()

    class Meta:
        verbose_name = _("operation")
        verbose_name_plural = _("operations")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "object", "kind"], name="operation_once_per_cycle"),
        ]
        indexes = [models.Index(fields=["instance", "-started_at"], name="operation_newest_first")]

    def __str__(self) -> str:
        return f"{self.object} {self.kind}"


class Direction(models.Model):
    """Which way an object's records go, and who wins where both sides changed one field; no row: the usual."""

    class Way(models.TextChoices):
        BOTH = "both", _("Both ways")
        READ = "read", _("From Salesforce only")

    class Winner(models.TextChoices):
        MARKETING = "marketing", _("Marketing wins")
        SALESFORCE = "salesforce", _("Salesforce wins")

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="directions")
    object = models.CharField(max_length=80)
    way = models.CharField(max_length=4, choices=Way)
    winner = models.CharField(max_length=10, choices=Winner)

    objects: ClassVar[ScopedManager[Direction]] = ScopedManager()

    class Meta:
        verbose_name = _("direction")
        verbose_name_plural = _("directions")
        constraints = [models.UniqueConstraint(fields=["instance", "object"], name="direction_once_per_object")]

    def __str__(self) -> str:
        return f"{self.object}: {self.way}, {self.winner}"


class NewLeads(models.Model):
    """What *Sync person to Salesforce* fills in where a person lacks it: Salesforce wants both."""

    instance = models.OneToOneField(Instance, on_delete=models.CASCADE, related_name="new_leads")
    last_name = models.CharField(max_length=80, blank=True)
    company = models.CharField(max_length=255, blank=True)

    objects: ClassVar[ScopedManager[NewLeads]] = ScopedManager()

    class Meta:
        verbose_name = _("options of new leads")
        verbose_name_plural = _("options of new leads")

    def __str__(self) -> str:
        return f"{self.last_name}, {self.company}"


class StartReceipt(models.Model):
    """What a person accepted when they pressed *Start Sync*: the texts, the estimate, the name, the time, the hash."""

    instance = models.ForeignKey(Instance, on_delete=models.PROTECT, related_name="start_receipts")
    texts = models.JSONField(default=list)
    estimate = models.JSONField(default=dict)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_name = models.CharField(max_length=200)
    accepted_at = models.DateTimeField()
    hash = models.CharField(max_length=64)

    objects: ClassVar[ScopedManager[StartReceipt]] = ScopedManager()

    class Meta:
        verbose_name = _("receipt of the start")
        verbose_name_plural = _("receipts of the start")
        ordering = ["-accepted_at"]

    def __str__(self) -> str:
        return f"{self.accepted_name}: {self.hash[:12]}"


class Verification(models.Model):
    """One comparison of the org with the marketing database, after a cycle that brought both to the same moment.

    ``counts``: ``[{"object", "there", "here", "why"}]``, why being the cause where nothing is there; ``samples``:
    ``[{"object", "records", "values", "different"}]``.
    """

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="verifications")
    started_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)
    rounds = models.PositiveSmallIntegerField(default=0)
    ceiling = models.DateTimeField(null=True, blank=True)  # the org's clock
    looked_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=list)
    samples = models.JSONField(default=list)

    objects: ClassVar[ScopedManager[Verification]] = ScopedManager()

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["instance"], condition=Q(ended_at=None), name="verification_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"verification {self.pk} of {self.instance_id}"


class Reconcile(models.Model):
    """One comparison of an object's Ids after a gap. ``samples``: some Ids that are missing there."""

    class State(models.TextChoices):
        ASKED = "asked", _("Compares the Ids")
        PREVIEW = "preview", _("Waits for a person")
        CONFIRMED = "confirmed", _("Marks with the next cycle")
        DONE = "done", _("Done")
        LEFT = "left", _("Left as they are")

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="reconciles")
    object = models.CharField(max_length=80)
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    job_id = models.CharField(max_length=18, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)  # the org's clock
    ended_at = models.DateTimeField(null=True, blank=True)
    here = models.PositiveBigIntegerField(default=0)
    missing = models.PositiveBigIntegerField(default=0)
    marked = models.PositiveBigIntegerField(default=0)
    samples = models.JSONField(default=list, blank=True)
    calls = models.PositiveIntegerField(default=0)

    objects: ClassVar[ScopedManager[Reconcile]] = ScopedManager()

    class Meta:
        verbose_name = _("comparison of Ids")
        verbose_name_plural = _("comparisons of Ids")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["instance", "object"], condition=Q(ended_at=None), name="reconcile_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.object}: {self.missing}"
